package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import java.io.Closeable;
import java.io.IOException;

/**
 * Destination of a tree. Gets each directory before its entries, these in the order of their bytes, each name of a
 * directory once. Names are not empty, "." or "..", and do not have a slash or a NUL.
 */
public interface Sink extends Closeable {
    /** Begins a directory; the first is the root. */
    void enter(TreeEntry directory) throws IOException;

    /** Ends the directory that was entered last. */
    void leave(TreeEntry directory) throws IOException;

    void file(TreeEntry file, FileContent content) throws IOException;

    void symlink(TreeEntry symlink, RawName target) throws IOException;

    /** Makes another name for the file that was written at {@code first}. */
    void link(TreeEntry link, EntryPath first) throws IOException;

    /** Writes a device, FIFO or socket; returns whether that could be written. */
    boolean special(TreeEntry special) throws IOException;

    /** Tests whether holes take as much room as data. */
    boolean writesHoles();

    /** Ends the tree, which is complete. */
    void finish() throws IOException;

    /** Returns the files that could not be written as they are in the image. */
    Omissions omissions();

    /** Closes the destination; without {@link #finish} before, the result is recognisably incomplete. */
    @Override
    void close() throws IOException;
}
