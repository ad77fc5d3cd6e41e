package dev.nydusview.rafs.check;

import dev.nydusview.rafs.walk.EntryPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a finding is about.
 *
 * @param files the files concerned, or the first few of them; empty if it concerns the image as a whole
 * @param inode number of the inode, or of the first file's; null if it is about none
 * @param offset where it stands in the bootstrap, in bytes; null if nowhere in particular
 */
public record Place(List<EntryPath> files, @Nullable Long inode, @Nullable Long offset) implements Subject {
    /** The image as a whole. */
    public static final Place IMAGE = new Place(List.of(), null, null);

    public Place {
        files = List.copyOf(files);
    }

    @Override
    public Place place() {
        return this;
    }

    /** A part of the bootstrap that belongs to no file. */
    public static Place at(long offset) {
        return new Place(List.of(), null, offset);
    }

    /** A file's inode. */
    public static Place of(EntryPath file, long inode, long offset) {
        return new Place(List.of(file), inode, offset);
    }

    /** Files that share something. */
    public static Place of(List<EntryPath> files) {
        return new Place(files, null, null);
    }

    /** Another part of the bootstrap that belongs to the same file. */
    public Place withOffset(long other) {
        return new Place(files, inode, other);
    }
}
