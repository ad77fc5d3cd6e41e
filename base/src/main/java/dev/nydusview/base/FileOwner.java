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

    /** Of a link itself. */
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

    /** Why what {@code path} names is not the user's or root's alone. */
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

    /** Why somebody else can change what lies below {@code path}, or where it leads to. */
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

    /** In a user namespace all users that it does not have, the system's root among them, are seen as this one. */
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
