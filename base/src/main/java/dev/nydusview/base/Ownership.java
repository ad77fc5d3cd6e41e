package dev.nydusview.base;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The one test of files that are trusted: only this process's user and root can have written them, or can replace them.
 *
 * <p>A path passes if its target belongs to the user or root, is not a symbolic link and may be written by its owner
 * alone; and if each directory on the way there, and each link, belongs to one of them too and may be changed by nobody
 * else, except for sticky directories, in which others cannot rename files that are not theirs. A directory on the way
 * may be written by the group whose number is the user's own, which is the user's private one by the usual convention.
 * A path that does not exist passes if its directory does.
 */
public final class Ownership {
    private static final int MAX_LINKS = 40; // as in Linux, path_resolution(7)

    private final Path path;
    private final Deque<Path> names = new ArrayDeque<>();
    private Path reached;
    private int links;

    private Ownership(Path path) {
        this.path = path;
        this.reached = path.getRoot();
        path.forEach(names::add);
    }

    /** Returns a clause with the reason why {@code path} is not to be trusted; empty if it may be. */
    public static Optional<String> objection(Path path) {
        try {
            return new Ownership(path.toAbsolutePath()).walk();
        } catch (IOException e) {
            return Optional.of(path + " cannot be examined (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Passes if {@link #objection} has none. */
    public static void require(Path path) throws FileSystemException {
        Optional<String> objection = objection(path);
        if (objection.isPresent()) {
            throw new FileSystemException(path.toString(), null, objection.get());
        }
    }

    /** Passes if {@code file} does; its directory must have passed before. */
    public static void requireEntry(Path file) throws IOException {
        Optional<String> objection = FileOwner.of(file).objectionAtTheEnd(file);
        if (objection.isPresent()) {
            throw new FileSystemException(file.toString(), null, objection.get());
        }
    }

    private Optional<String> walk() throws IOException {
        Optional<String> objection = FileOwner.of(reached).objectionOnTheWay(reached);
        while (objection.isEmpty() && !names.isEmpty()) {
            Path next = reached.resolve(names.pop()).normalize();
            FileOwner owner;
            try {
                owner = FileOwner.of(next);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
            if (names.isEmpty()) {
                return owner.objectionAtTheEnd(next);
            }
            objection = owner.objectionOnTheWay(next);
            if (owner.isLink()) {
                follow(next);
            } else {
                reached = next;
            }
        }
        return objection;
    }

    private void follow(Path link) throws IOException {
        if (++links > MAX_LINKS) {
            throw new FileSystemException(path.toString(), null, "too many symbolic links");
        }
        Path target = Files.readSymbolicLink(link);
        if (target.isAbsolute()) {
            reached = target.getRoot();
        }
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            names.push(target.getName(i));
        }
    }
}
