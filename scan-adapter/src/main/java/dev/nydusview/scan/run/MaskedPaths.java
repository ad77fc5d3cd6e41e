package dev.nydusview.scan.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Places that a program does not see as they are, outermost first, by their real paths. */
final class MaskedPaths {
    private final TreeMap<Path, Boolean> places = new TreeMap<>();
    private final Set<Path> kept = new LinkedHashSet<>();

    /** @param kept directories that stay visible although they lie below a cover */
    MaskedPaths(List<Path> kept) {
        for (Path path : kept) {
            this.kept.add(absolute(path));
        }
    }

    /**
     * Cover of a place.
     *
     * @param replaced whether the program has a directory of its own there, to which it may write
     * @param kept paths below the place that stay visible
     */
    record Cover(Path place, boolean replaced, List<Path> kept) {}

    void hide(Collection<Path> hidden) {
        for (Path place : hidden) {
            add(place, false);
        }
    }

    void replace(Collection<Path> replaced) {
        for (Path place : replaced) {
            add(place, true);
        }
    }

    /** Adds a cover; a place that is not there cannot be covered, and the root directory is not. */
    private void add(Path place, boolean replaced) {
        try {
            Path real = place.toRealPath();
            if (real.getParent() != null) {
                places.putIfAbsent(real, replaced);
            }
        } catch (IOException e) {
            return;
        }
    }

    /** Follows links above a place; the place itself may be a mount that is not served yet. */
    private static Path absolute(Path place) {
        Path parent = place.toAbsolutePath().normalize().getParent();
        try {
            return parent == null ? place : parent.toRealPath().resolve(place.getFileName());
        } catch (IOException e) {
            return place.toAbsolutePath().normalize();
        }
    }

    /** The covers that are needed, in the order in which they can be laid. */
    List<Cover> inOrder() {
        List<Cover> covers = new ArrayList<>();
        for (Map.Entry<Path, Boolean> entry : places.entrySet()) {
            if (!isHidden(entry.getKey(), covers)) {
                covers.add(new Cover(entry.getKey(), entry.getValue(), keptBelow(entry.getKey())));
            }
        }
        return covers;
    }

    private static boolean isHidden(Path place, List<Cover> covers) {
        for (Cover outer : covers) {
            if (place.startsWith(outer.place) && !isBelow(place, outer.kept)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the outermost of the kept directories below {@code place}. */
    private List<Path> keptBelow(Path place) {
        Set<Path> below = new TreeSet<>();
        for (Path path : kept) {
            if (path.startsWith(place) && !path.equals(place)) {
                below.add(path);
            }
        }
        List<Path> outermost = new ArrayList<>();
        for (Path path : below) {
            if (!isBelow(path, outermost)) {
                outermost.add(path);
            }
        }
        return outermost;
    }

    private static boolean isBelow(Path path, Collection<Path> others) {
        for (Path other : others) {
            if (path.startsWith(other)) {
                return true;
            }
        }
        return false;
    }

    /** Tests whether {@code path} is below a cover, or is one. */
    boolean isCovered(Path path) {
        return isBelow(path, places.keySet());
    }
}
