package dev.nydusview.check.finding;

import dev.nydusview.rafs.path.EntryPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Subject of a finding: files, an inode or a place in the bootstrap.
 *
 * @param files the files concerned, or the first few of them; empty if it concerns the image as a whole
 * @param inode number of the inode, or of the first file's; null if it is about none
 * @param offset where it stands in the bootstrap, in bytes; null if nowhere in particular
 */
public record Location(List<EntryPath> files, @Nullable Long inode, @Nullable Long offset) implements LocationSupplier {
    /** The image as a whole. */
    public static final Location IMAGE = new Location(List.of(), null, null);

    public Location {
        files = List.copyOf(files);
    }

    @Override
    public Location place() {
        return this;
    }

    /** A part of the bootstrap that belongs to no file. */
    public static Location at(long offset) {
        return new Location(List.of(), null, offset);
    }

    /** A file's inode. */
    public static Location of(EntryPath file, long inode, long offset) {
        return new Location(List.of(file), inode, offset);
    }

    /** Files that share something. */
    public static Location of(List<EntryPath> files) {
        return new Location(files, null, null);
    }

    /** Another part of the bootstrap that belongs to the same file. */
    public Location withOffset(long other) {
        return new Location(files, inode, other);
    }
}
