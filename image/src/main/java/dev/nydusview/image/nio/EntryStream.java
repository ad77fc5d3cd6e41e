package dev.nydusview.image.nio;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The entries of a directory in the order of their bytes, read some at a time. */
final class EntryStream implements DirectoryStream<Path> {
    private static final int PORTION = 256;

    private final NydusPath path;
    private final Inode directory;
    private final Filter<? super Path> filter;
    private final Deque<NydusPath> read = new ArrayDeque<>();
    private @Nullable NydusPath next;
    private long position;
    private boolean atEnd;
    private boolean iterating;
    private boolean closed;

    private EntryStream(NydusPath path, Inode directory, Filter<? super Path> filter) {
        this.path = path;
        this.directory = directory;
        this.filter = filter;
    }

    /** Opens the directory at {@code path}, and reads its first entries: what is corrupt of it is found now. */
    static EntryStream open(NydusPath path, Inode directory, Filter<? super Path> filter) throws IOException {
        EntryStream stream = new EntryStream(path, directory, filter);
        stream.read(path.getFileSystem().tree().inodes());
        return stream;
    }

    private void read(InodeTree inodes) throws IOException {
        int[] count = {0};
        inodes.list(directory, position, entry -> {
            position = entry.next();
            read.add(path.child(entry.name()));
            return ++count[0] < PORTION;
        });
        atEnd = count[0] < PORTION;
    }

    @Override
    public synchronized Iterator<Path> iterator() {
        if (closed || iterating) {
            throw new IllegalStateException(closed ? "the stream is closed" : "the stream has its iterator already");
        }
        iterating = true;
        return new Entries();
    }

    private final class Entries implements Iterator<Path> {
        @Override
        public boolean hasNext() {
            return peek() != null;
        }

        @Override
        public Path next() {
            return take();
        }
    }

    private synchronized @Nullable NydusPath peek() {
        if (next == null) {
            next = advance();
        }
        return next;
    }

    private synchronized NydusPath take() {
        NydusPath entry = peek();
        if (entry == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return entry;
    }

    private @Nullable NydusPath advance() {
        try {
            InodeTree inodes = path.getFileSystem().tree().inodes();
            while (!closed) {
                if (read.isEmpty() && !atEnd) {
                    read(inodes);
                }
                NydusPath first = read.poll();
                if (first == null || filter.accept(first)) {
                    return first;
                }
            }
            return null;
        } catch (IOException e) {
            closed = true;
            throw new DirectoryIteratorException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
