package dev.nydusview.rootfs.record;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.Listing;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.linux.Status;
import dev.nydusview.rafs.model.RawName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Goes through an unpacked tree in the order in which the system lists it, without following links, with a page of
 * memory and an open directory for each level.
 */
final class DirectoryWalk {
    private static final RawName NO_NAME = RawName.of(new byte[0]);

    private final Visitor visitor;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Deque<RawName> path = new ArrayDeque<>();
    private int length;

    private DirectoryWalk(Visitor visitor) {
        this.visitor = visitor;
    }

    private record Level(DirectoryHandle directory, Listing listing) {}

    /** Receives every directory before and after its entries, and everything else once. */
    interface Visitor {
        /** Begins a directory. */
        void enter(RawName name) throws IOException;

        /** Ends the directory that was begun last, which is still open; null if it could not be opened. */
        void leave(@Nullable DirectoryHandle directory, Status status) throws IOException;

        void entry(DirectoryHandle place, RawName name, Status status) throws IOException;
    }

    /** Position of a walk: the path of the entry that is looked at. */
    interface Place {
        /** Path that starts with a slash; for the root just the slash. */
        byte[] path();

        /** Bytes in {@link #path}; 0 for the root. */
        int length();
    }

    /** Makes the visitor of a walk, which may ask for the position of the walk. */
    @FunctionalInterface
    interface VisitorMaker<V extends Visitor> {
        V make(Place place);
    }

    /** Walks through the directory {@code root} with the visitor that it returns. */
    static <V extends Visitor> V run(Posix posix, Path root, VisitorMaker<V> maker) throws IOException {
        DirectoryWalk[] walk = new DirectoryWalk[1];
        V visitor = maker.make(new Place() {
            @Override
            public byte[] path() {
                return walk[0].here();
            }

            @Override
            public int length() {
                return walk[0].length;
            }
        });
        walk[0] = new DirectoryWalk(visitor);
        walk[0].walk(DirectoryHandle.open(posix, root));
        return visitor;
    }

    private void walk(DirectoryHandle root) throws IOException {
        try {
            visitor.enter(NO_NAME);
            levels.push(new Level(root, root.listing()));
            while (!levels.isEmpty()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while checking an unpacked image");
                }
                step(levels.element());
            }
        } finally {
            levels.forEach(level -> level.directory.close());
        }
    }

    private void step(Level level) throws IOException {
        byte[] bytes = level.listing.next();
        if (bytes == null) {
            visitor.leave(level.directory, level.directory.status());
            levels.pop().directory.close();
            if (!path.isEmpty()) {
                goUp();
            }
            return;
        }
        RawName name = RawName.of(bytes);
        goDown(name);
        Status status = level.directory.status(bytes);
        if (status.isDirectory()) {
            enter(level.directory, name, status);
        } else {
            visitor.entry(level.directory, name, status);
            goUp();
        }
    }

    private void enter(DirectoryHandle place, RawName name, Status status) throws IOException {
        visitor.enter(name);
        DirectoryHandle directory;
        try {
            directory = place.enter(name.bytes());
        } catch (PosixException e) {
            if (!e.denied()) {
                throw e;
            }
            visitor.leave(null, status);
            goUp();
            return;
        }
        levels.push(new Level(directory, directory.listing()));
    }

    private void goDown(RawName name) {
        path.push(name);
        length += 1 + name.length();
    }

    private void goUp() {
        length -= 1 + path.pop().length();
    }

    private byte[] here() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Iterator<RawName> names = path.descendingIterator(); names.hasNext(); ) {
            bytes.write('/');
            bytes.writeBytes(names.next().bytes());
        }
        return bytes.size() == 0 ? new byte[] {'/'} : bytes.toByteArray();
    }
}
