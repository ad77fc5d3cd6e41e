package dev.nydusview.scan.profile;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.walk.TreeWalk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Files of an image that have content, in the orders in which scanners visit them: by names, as most programs walk, or
 * files of a directory before its subdirectories, as Python does; and the place that scanners have reached.
 */
final class TreeOrder {
    /** Order of an unknown image. */
    static final TreeOrder UNKNOWN = new TreeOrder(Map.of(), List.of(), List.of());

    /** Files of an image that is too large for it to be worth the memory. */
    private static final int MAX_FILES = 1 << 19;

    /** Share of the files that must be read, as the first files of a walk tell little about the rest. */
    private static final double MIN_SHARE = 0.05;

    private final Map<Long, Integer> places;
    private final long[] byNames;
    private final int[] filesFirst;
    private final int[] byFilesFirst;
    private final AtomicInteger furthest = new AtomicInteger();

    /**
     * @param numbers of inodes, by names
     * @param directories in which these are, counted in the order in which they are visited
     */
    private TreeOrder(Map<Long, Integer> places, List<Long> numbers, List<Integer> directories) {
        this.places = places;
        this.byNames = numbers.stream().mapToLong(Long::longValue).toArray();
        this.filesFirst = new int[byNames.length];
        this.byFilesFirst = new int[byNames.length];
        List<Integer> sorted = new ArrayList<>();
        for (int place = 0; place < byNames.length; place++) {
            sorted.add(place);
        }
        sorted.sort(Comparator.comparing(directories::get)); // stable
        for (int place = 0; place < byNames.length; place++) {
            filesFirst[sorted.get(place)] = place;
            byFilesFirst[place] = sorted.get(place);
        }
    }

    static TreeOrder of(RafsImage image) {
        Map<Long, Integer> places = new HashMap<>();
        List<Long> numbers = new ArrayList<>();
        List<Integer> directories = new ArrayList<>();
        List<Integer> above = new ArrayList<>(List.of(0)); // by depth, the directory that is being visited
        int[] visited = {0};
        TreeWalk.readable(image.tree(), (path, inode) -> {
            int depth = path.depth();
            if (inode.isDirectory()) {
                above.subList(depth, above.size()).clear();
                above.add(++visited[0]);
            } else if (inode.isRegular()
                    && inode.size() > 0
                    && places.putIfAbsent(inode.number(), numbers.size()) == null) {
                numbers.add(inode.number());
                directories.add(above.get(depth - 1));
            }
            return places.size() <= MAX_FILES;
        });
        return places.size() > MAX_FILES ? UNKNOWN : new TreeOrder(places, numbers, directories);
    }

    /** Orders of files. */
    enum Kind {
        BY_NAMES,
        FILES_FIRST
    }

    int size() {
        return byNames.length;
    }

    /** The place of a file, from 0; negative if it has none. */
    int place(Inode file, Kind kind) {
        int place = places.getOrDefault(file.number(), -1);
        return place < 0 || kind == Kind.BY_NAMES ? place : filesFirst[place];
    }

    /** The place by names of the file at {@code place}. */
    int byNames(int place, Kind kind) {
        return kind == Kind.BY_NAMES ? place : byFilesFirst[place];
    }

    /** The inode number of the file at a place by names. */
    long number(int place) {
        return byNames[place];
    }

    void passed(Inode file) {
        int place = place(file, Kind.BY_NAMES);
        if (place >= 0) {
            passed(place);
        }
    }

    /** Notes that the walk has come, or will soon, to a place by names. */
    void passed(int place) {
        furthest.accumulateAndGet(place + 1, Math::max);
    }

    /** The share of all files that the walk has passed; 0 as long as that is too little to reckon with. */
    double share() {
        double share = byNames.length == 0 ? 0 : (double) furthest.get() / byNames.length;
        return share < MIN_SHARE ? 0 : share;
    }
}
