package dev.nydusview.rafs.path;

import dev.nydusview.rafs.path.FileStretches.Stretch;
import java.util.ArrayList;
import java.util.List;

/** Union of stretches of a file's bytes, of which few are kept. For one thread at a time. */
public final class Stretches {
    /** Stretches that are kept at most; further ones are dropped, as a file that is read here and there is read elsewhere next. */
    public static final int MAX_COUNT = 16;

    /** Bytes between two stretches up to which these are one. */
    private static final long NEAR = 128 << 10;

    private final List<Stretch> stretches = new ArrayList<>(1);

    /** Adds bytes; returns whether that has changed anything. */
    public boolean add(Stretch added) {
        int first = 0;
        while (first < stretches.size() && added.from() - stretches.get(first).to() > NEAR) {
            first++;
        }
        int end = first;
        long from = added.from();
        long to = added.to();
        for (; end < stretches.size() && stretches.get(end).from() - to <= NEAR; end++) {
            from = Math.min(from, stretches.get(end).from());
            to = Math.max(to, stretches.get(end).to());
        }
        Stretch joined = new Stretch(from, to);
        if (end == first) {
            if (stretches.size() >= MAX_COUNT) {
                return false;
            }
            stretches.add(first, joined);
            return true;
        }
        if (end == first + 1 && stretches.get(first).equals(joined)) {
            return false;
        }
        stretches.subList(first + 1, end).clear();
        stretches.set(first, joined);
        return true;
    }

    /** Returns the stretches in order. */
    public List<Stretch> list() {
        return List.copyOf(stretches);
    }
}
