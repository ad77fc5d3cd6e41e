package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Listing;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.Status;
import dev.nydusview.rafs.RawName;
import java.io.IOException;
import java.util.List;

/** Removes what the whiteouts of a layer hide: all that is there but what the layer itself has. */
final class Hiding {
    private final Tree tree;
    private final LayerPaths layer;
    private final Allowance allowance;

    Hiding(Tree tree, LayerPaths layer, Allowance allowance) {
        this.tree = tree;
        this.layer = layer;
        this.allowance = allowance;
    }

    /** Applies a whiteout that lies in the directory {@code parent}. */
    void apply(List<RawName> parent, Whiteout whiteout) throws IOException {
        Tree.Place place = tree.place(parent, false);
        if (place == null) {
            return;
        }
        RawName name = whiteout.hidden();
        if (name == null) {
            try (DirectoryHandle again = place.directory().enterAgain()) {
                hideBelow(again, place.key());
            }
        } else {
            hide(place.directory(), name, Names.below(place.key(), name));
        }
    }

    private void hide(DirectoryHandle place, RawName name, String key) throws IOException {
        if (!layer.has(key)) {
            TreeRemoval.remove(place, name.bytes());
            return;
        }
        try (DirectoryHandle directory = place.enter(name.bytes())) {
            Status before = directory.status();
            hideBelow(directory, key);
            Tree.keepTime(directory, before);
        } catch (PosixException e) {
            if (!e.absent() && !e.notDirectory()) {
                throw e;
            }
        }
    }

    /** @param directory entered for this only; its depth is bounded by the length of a path */
    private void hideBelow(DirectoryHandle directory, String key) throws IOException {
        Listing listing = directory.listing();
        for (byte[] bytes = listing.next(); bytes != null; bytes = listing.next()) {
            allowance.takeStep();
            RawName name = RawName.of(bytes);
            hide(directory, name, Names.below(key, name));
        }
    }
}
