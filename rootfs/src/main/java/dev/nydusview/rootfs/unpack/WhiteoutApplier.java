package dev.nydusview.rootfs.unpack;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Listing;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.Status;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.overlay.Whiteouts;
import dev.nydusview.rootfs.Allowance;
import java.io.IOException;
import java.util.List;

/** Removes files that the whiteouts of a layer hide: all that are there but those that the layer itself has. */
final class WhiteoutApplier {
    private final ContainedTree tree;
    private final LayerKeys layer;
    private final Allowance allowance;

    WhiteoutApplier(ContainedTree tree, LayerKeys layer, Allowance allowance) {
        this.tree = tree;
        this.layer = layer;
        this.allowance = allowance;
    }

    /**
     * Applies a whiteout that lies in the directory {@code parent}.
     *
     * @param whiteout its name
     */
    void apply(List<RawName> parent, RawName whiteout) throws IOException {
        ContainedTree.Place place = tree.place(parent, false);
        if (place == null) {
            return;
        }
        if (whiteout.equals(Whiteouts.OPAQUE)) {
            try (DirectoryHandle again = place.directory().enterAgain()) {
                hideBelow(again, place.key());
            }
        } else {
            RawName name = Whiteouts.hidden(whiteout);
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
            ContainedTree.keepTime(directory, before);
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
            allowance.takeSteps(1);
            RawName name = RawName.of(bytes);
            hide(directory, name, Names.below(key, name));
        }
    }
}
