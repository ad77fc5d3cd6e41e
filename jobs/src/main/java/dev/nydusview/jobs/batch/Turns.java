package dev.nydusview.jobs.batch;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The consoles of images that are worked on at one time: the first of them prints, the others wait for their turn. */
final class Turns implements AutoCloseable {
    private final Console console;
    private final int images;
    private final Console.Lasting line;
    private final Map<Integer, TurnConsole> waiting = new HashMap<>();
    private final SortedMap<Integer, TurnConsole> working = new TreeMap<>();
    private int worked;

    Turns(Console console, int images) {
        this.console = console;
        this.images = images;
        this.line = console.progress(this::progress);
    }

    /** Makes the console of an image, which waits for its turn. */
    synchronized TurnConsole add(int image) {
        TurnConsole own = new TurnConsole(console);
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

    /** Returns the progress of the first image that is worked on, as a part of that of all if there are several. */
    private synchronized Progress progress() {
        Progress first = working.isEmpty()
                ? Progress.NONE
                : working.values().iterator().next().doing();
        return images == 1
                ? first
                : Progress.of("", "").count(worked, images, "image").with(first);
    }

    /** Forgets what consoles hold whose turn did not come. */
    @Override
    public void close() {
        line.close();
        synchronized (this) {
            waiting.values().forEach(TurnConsole::close);
            waiting.clear();
        }
    }
}
