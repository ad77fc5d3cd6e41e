package dev.nydusview.scan.profile;

import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.walk.TreeWalk;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The files of an image in the order in which scanners come by, and how far they have come. */
final class WalkOrder {
    /** Of no image: nothing is known. */
    static final WalkOrder UNKNOWN = new WalkOrder(Map.of());

    /** Files of an image that is too large for it to be worth the memory. */
    private static final int MAX_FILES = 1 << 19;

    /** The first files of a walk say little about the rest. */
    private static final double MIN_SHARE = 0.05;

    private final Map<Long, Integer> places;
    private final AtomicInteger furthest = new AtomicInteger();

    private WalkOrder(Map<Long, Integer> places) {
        this.places = places;
    }

    static WalkOrder of(RafsImage image) {
        Map<Long, Integer> places = new HashMap<>();
        TreeWalk.readable(image.tree(), (path, inode) -> {
            if (inode.isRegular()) {
                places.putIfAbsent(inode.number(), places.size() + 1);
            }
            return places.size() <= MAX_FILES;
        });
        return places.size() > MAX_FILES ? UNKNOWN : new WalkOrder(places);
    }

    void passed(Inode file) {
        Integer place = places.get(file.number());
        if (place != null) {
            furthest.accumulateAndGet(place, Math::max);
        }
    }

    /** The share of all files that the walk has passed; 0 as long as that is too little to reckon with. */
    double share() {
        double share = places.isEmpty() ? 0 : (double) furthest.get() / places.size();
        return share < MIN_SHARE ? 0 : share;
    }
}
