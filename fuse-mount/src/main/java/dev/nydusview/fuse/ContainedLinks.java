package dev.nydusview.fuse;

import dev.nydusview.linux.Errno;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * Targets of symbolic links that do not lead out of the image. A mount is not a root directory: the kernel would follow
 * an absolute target, or too many "..", into the files of the host. Such a target is followed here instead, as in a
 * container, and what is shown is the relative way to where it ends.
 */
final class ContainedLinks {
    /** As many as the kernel follows ({@code MAXSYMLINKS}). */
    private static final int MAX_LINKS = 40;

    /** Bytes in a target, without its NUL ({@code PATH_MAX}). */
    private static final int MAX_TARGET = 4095;

    private final InodeTree tree;

    ContainedLinks(InodeTree tree) {
        this.tree = tree;
    }

    /** {@code target} as it is if it cannot lead out of the image, else another one that leads where it should. */
    RawName contained(List<RawName> directory, RawName target) throws IOException {
        List<RawName> parts = parts(target);
        if (!isAbsolute(target) && staysInside(parts, directory.size())) {
            return target;
        }
        Walk walk = new Walk(directory);
        walk.follow(target);
        if (!walk.leavesImage) {
            return target;
        }
        byte[] way = relative(directory.size(), walk.names);
        if (way.length > MAX_TARGET) {
            throw new ErrnoException(Errno.ENAMETOOLONG, "the relative target of a symbolic link is too long");
        }
        return RawName.of(way);
    }

    /** Whether all ".." come first and there are no more of them than directories: those are always where they seem. */
    private static boolean staysInside(List<RawName> parts, int depth) {
        int ups = 0;
        while (ups < parts.size() && isUp(parts.get(ups))) {
            ups++;
        }
        return ups <= depth && parts.subList(ups, parts.size()).stream().noneMatch(ContainedLinks::isUp);
    }

    private static boolean isAbsolute(RawName target) {
        byte[] bytes = target.bytes();
        return bytes.length > 0 && bytes[0] == '/';
    }

    private static boolean isUp(RawName part) {
        byte[] bytes = part.bytes();
        return bytes.length == 2 && bytes[0] == '.' && bytes[1] == '.';
    }

    /** The parts of a path that are not empty or ".". */
    private static List<RawName> parts(RawName path) {
        List<RawName> parts = new ArrayList<>();
        byte[] bytes = path.bytes();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                boolean dot = i - start == 1 && bytes[start] == '.';
                if (i > start && !dot) {
                    parts.add(RawName.of(Arrays.copyOfRange(bytes, start, i)));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private static byte[] relative(int depth, List<RawName> names) {
        ByteArrayOutputStream way = new ByteArrayOutputStream();
        way.writeBytes(upTo(depth));
        for (RawName name : names) {
            way.write('/');
            way.writeBytes(name.bytes());
        }
        return way.toByteArray();
    }

    /** The way from {@code depth} directories below the root up to it. */
    private static byte[] upTo(int depth) {
        ByteArrayOutputStream way = new ByteArrayOutputStream();
        way.write('.');
        for (int i = 0; i < depth; i++) {
            way.writeBytes(new byte[] {'/', '.', '.'});
        }
        return way.toByteArray();
    }

    /** A place in the image: the names that lead to it from the root, none of them that of a symbolic link. */
    private final class Walk {
        private final List<RawName> names = new ArrayList<>();

        /** The root, and what is at each of {@code names} up to the first that is not there. */
        private final List<Inode> places = new ArrayList<>();

        private final Deque<RawName> ahead = new ArrayDeque<>();
        private int links;
        private boolean ended;

        /** Whether the kernel would have left the image on this way. */
        private boolean leavesImage;

        Walk(List<RawName> start) throws IOException {
            places.add(tree.inode(tree.root()));
            for (RawName name : start) {
                enter(name);
            }
        }

        /** Goes where {@code target} leads; what comes after a name that is not there stays, as nobody gets there. */
        void follow(RawName target) throws IOException {
            push(target);
            while (!ahead.isEmpty()) {
                RawName part = ahead.pop();
                if (!ended && isUp(part) && place().isDirectory()) {
                    up();
                } else {
                    enter(part);
                }
            }
        }

        private void push(RawName target) {
            if (isAbsolute(target)) {
                leavesImage = true;
                names.clear();
                places.subList(1, places.size()).clear();
            }
            List<RawName> parts = parts(target);
            for (int i = parts.size() - 1; i >= 0; i--) {
                ahead.push(parts.get(i));
            }
        }

        private void up() {
            if (names.isEmpty()) {
                leavesImage = true;
            } else {
                names.remove(names.size() - 1);
                places.remove(places.size() - 1);
            }
        }

        private void enter(RawName name) throws IOException {
            OptionalLong found = !ended && place().isDirectory() ? tree.lookup(place(), name) : OptionalLong.empty();
            ended = found.isEmpty();
            Inode inode = ended ? place() : tree.inode(found.getAsLong());
            if (!ended && inode.type() == FileType.SYMLINK) {
                if (++links > MAX_LINKS) {
                    throw new ErrnoException(Errno.ELOOP, "symbolic links form a loop");
                }
                push(tree.symlinkTarget(inode));
                return;
            }
            names.add(name);
            if (!ended) {
                places.add(inode);
            }
        }

        private Inode place() {
            return places.get(places.size() - 1);
        }
    }
}
