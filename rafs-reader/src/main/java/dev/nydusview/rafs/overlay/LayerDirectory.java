package dev.nydusview.rafs.overlay;

import dev.nydusview.base.DataException;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A directory of one layer.
 *
 * @param directory as the layer knows it
 */
record LayerDirectory(Layer layer, Inode directory) {
    /** The inode of the layer that {@code name} has here; null if it has none. */
    @Nullable
    Inode find(RawName name) throws IOException {
        OptionalLong number = layer.tree().lookup(directory, name);
        return number.isEmpty() ? null : layer.tree().inode(number.getAsLong());
    }

    /** Tests whether this directory hides those of the layers below. */
    boolean isOpaque() throws IOException {
        return layer.tree().lookup(directory, Whiteouts.OPAQUE).isPresent()
                || Whiteouts.isOpaque(layer.tree().xattrs(directory));
    }

    /** Tests whether an OCI whiteout hides {@code name} of the layers below. */
    boolean hides(RawName name) throws IOException {
        RawName whiteout = Whiteouts.hiding(name);
        return whiteout != null && layer.tree().lookup(directory, whiteout).isPresent();
    }

    /** Tests whether {@code entry}, of this directory, is an overlayfs whiteout; false if it cannot be read. */
    boolean isWhiteout(DirEntry entry) throws IOException {
        if (entry.type() != FileType.CHARACTER_DEVICE) {
            return false;
        }
        try {
            return Whiteouts.isWhiteout(layer.tree().child(directory, entry));
        } catch (DataException e) {
            return false; // it is shown, so that looking it up reports the fault
        }
    }
}
