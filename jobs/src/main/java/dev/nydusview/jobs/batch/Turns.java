package dev.nydusview.jobs.batch;

import dev.nydusview.base.Quantity;
import dev.nydusview.jobs.Console;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The consoles of images that are worked on at one time: the first of them prints, the others wait for their turn. */
final class Turns implements AutoCloseable {
    private final Console console;
    private final int images;
    private final Map<Integer, TurnConsole> waiting = new HashMap<>();
    private final SortedMap<Integer, TurnConsole> working = new TreeMap<>();
    private int worked;

    Turns(Console console, int images) {
        this.console = console;
        this.images = images;
    }

    /** Makes the console of an image, which waits for its turn. */
    synchronized TurnConsole add(int image) {
        TurnConsole own = new TurnConsole(console, this::progress);
        waiting.put(image, own);
        return own;
    }

    /** Prints what the image's console holds, and has it print at once from now on. */
    void begin(int image) throws IOException {
        TurnConsole own;
        synchronized (this) {
            own = waiting.get(image);
        }
        if (own != null) {
            own.begin();
        }
    }

    synchronized void end(int image) {
        TurnConsole own = waiting.remove(image);
        if (own != null) {
            own.close();
        }
    }

    synchronized void working(int image, TurnConsole own) {
        working.put(image, own);
    }

    synchronized void worked(int image) {
        working.remove(image);
        worked++;
    }

    /** Text about the first image that is worked on, after the number of images if there are several. */
    private String progress() {
        String text;
        synchronized (this) {
            text = working.isEmpty() ? "" : working.values().iterator().next().doing();
            if (images == 1) {
                return text;
            }
            text = Quantity.of(working.size(), "image") + " under way, " + worked + " of " + images + " done"
                    + (text.isEmpty() ? "" : "; " + text);
        }
        return text;
    }

    /** Forgets what consoles hold whose turn did not come. */
    @Override
    public synchronized void close() {
        waiting.values().forEach(TurnConsole::close);
        waiting.clear();
    }
}
