package dev.nydusview.base;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Rules of who may change a file.
 *
 * @param mode with the bits of its type, stat(2)
 */
record FileOwner(int user, int group, int mode) {
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;
    private static final int FILE = 0100000;
    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_GROUP = 020;
    private static final int WRITABLE_BY_OTHERS = 02;
    private static final int PERMISSIONS = 07777;

    /** Reads the owner and mode of {@code path}; those of a symbolic link itself, not of its target. */
    static FileOwner of(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        return new FileOwner(number(attributes, "uid"), number(attributes, "gid"), number(attributes, "mode"));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) requireNonNull(attributes.get(name), name);
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /**
     * Returns the reason why the file at the end of a path is not to be trusted; empty if it belongs to the user or
     * root, and nobody else can write it.
     */
    Optional<String> objectionAtTheEnd(Path path) throws IOException {
        if (isLink()) {
            return Optional.of(path + " is a symbolic link");
        }
        if ((mode & TYPE) != DIRECTORY && (mode & TYPE) != FILE) {
            return Optional.of(path + " is a pipe, a socket or a device"); // to open it may wait without end
        }
        if (!isTrusted()) {
            return foreign(path);
        }
        return (mode & (WRITABLE_BY_GROUP | WRITABLE_BY_OTHERS)) != 0 ? writable(path) : Optional.empty();
    }

    /**
     * Returns the reason why others can change the part of a path below {@code path}, or its target; empty if they
     * cannot.
     */
    Optional<String> objectionOnTheWay(Path path) throws IOException {
        if (!isTrusted() && !isOfOuterNamespace()) {
            return foreign(path);
        }
        if (!isLink() && (mode & TYPE) != DIRECTORY) {
            return Optional.of(path + " is not a directory");
        }
        int writers = group == CurrentUser.id() && group != CurrentUser.ROOT
                ? WRITABLE_BY_OTHERS
                : WRITABLE_BY_OTHERS | WRITABLE_BY_GROUP;
        boolean open = !isLink() && (mode & writers) != 0 && (mode & STICKY) == 0;
        return open ? writable(path) : Optional.empty();
    }

    private boolean isTrusted() throws IOException {
        return user == CurrentUser.ROOT || user == CurrentUser.id();
    }

    /**
     * Tests whether the owner is a user outside of this user namespace, all of whom, the system's root included, appear
     * as the overflow user.
     */
    private boolean isOfOuterNamespace() throws IOException {
        return user == CurrentUser.OVERFLOW && !CurrentUser.namespaceHasOverflow();
    }

    private Optional<String> foreign(Path path) {
        return Optional.of(path + " belongs to user " + user + ", not to you or root");
    }

    private Optional<String> writable(Path path) {
        return Optional.of(path + " may be written by others (mode " + String.format("%04o", mode & PERMISSIONS) + ")");
    }
}
