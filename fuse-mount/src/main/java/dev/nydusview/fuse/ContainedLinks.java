package dev.nydusview.fuse;

import dev.nydusview.linux.Errno;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.rafs.path.LinkFollower;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Targets of symbolic links that do not lead out of the image. A mount is not a root directory: the kernel would follow
 * an absolute target, or too many "..", into the files of the host. Such a target is followed here instead, as in a
 * container, and the relative way to its end is shown.
 */
final class ContainedLinks {
    /** Bytes in a target, without its NUL ({@code PATH_MAX}). */
    private static final int MAX_TARGET = 4095;

    private final InodeTree tree;

    ContainedLinks(InodeTree tree) {
        this.tree = tree;
    }

    /**
     * Returns {@code target} unchanged if it cannot lead out of the image, otherwise a target that leads to the file
     * that a container would find.
     */
    RawName contained(List<RawName> directory, RawName target) throws IOException {
        ImagePath path = ImagePath.of(target.bytes());
        if (!path.absolute() && staysInside(path.names(), directory.size())) {
            return target;
        }
        Walk walk = new Walk();
        EntryPath end = LinkFollower.follow(walk, walk.at(directory), path, true).path;
        if (!walk.leavesImage) {
            return target;
        }
        byte[] way = relative(directory.size(), end);
        if (way.length > MAX_TARGET) {
            throw new ErrnoException(Errno.ENAMETOOLONG, "the relative target of a symbolic link is too long");
        }
        return RawName.of(way);
    }

    /** Tests whether all ".." come first and are at most as many as the directories, so that they cannot lead out. */
    private static boolean staysInside(List<RawName> names, int depth) {
        int ups = 0;
        boolean down = false;
        for (RawName name : names) {
            boolean up = name.equals(RawName.DOT_DOT);
            if (up && (down || ++ups > depth)) {
                return false;
            }
            down |= !up && !name.equals(RawName.DOT);
        }
        return true;
    }

    /** Returns the way from {@code depth} directories below the root up to it, and down to {@code end}. */
    private static byte[] relative(int depth, EntryPath end) {
        ByteArrayOutputStream way = new ByteArrayOutputStream();
        way.write('.');
        for (int i = 0; i < depth; i++) {
            way.writeBytes(new byte[] {'/', '.', '.'});
        }
        for (RawName name : end.names()) {
            way.write('/');
            way.writeBytes(name.bytes());
        }
        return way.toByteArray();
    }

    /**
     * A place to which names lead from the root, none of them that of a symbolic link.
     *
     * @param above place of the directory that holds it; null for the root
     * @param inode metadata of the file there; null if the image has none
     */
    private record Place(EntryPath path, @Nullable Place above, @Nullable Inode inode) {
        boolean isDirectory() {
            return inode != null && inode.isDirectory();
        }
    }

    /** Continues by names alone where the image does not have a file, as no program gets there. */
    private final class Walk implements LinkFollower.Places<Place> {
        /** True once the kernel would have left the image on this path. */
        private boolean leavesImage;

        Place at(List<RawName> directory) throws IOException {
            Place at = top();
            for (RawName name : directory) {
                at = child(at, name);
            }
            return at;
        }

        private Place top() throws IOException {
            return new Place(EntryPath.ROOT, null, tree.inode(tree.root()));
        }

        @Override
        public Place root() throws IOException {
            leavesImage = true;
            return top();
        }

        @Override
        public Place parent(Place place) throws IOException {
            if (!place.isDirectory()) {
                return child(place, RawName.DOT_DOT);
            }
            leavesImage |= place.above == null;
            return place.above == null ? place : place.above;
        }

        @Override
        public Place child(Place place, RawName name) throws IOException {
            Inode directory = place.isDirectory() ? place.inode : null;
            OptionalLong found = directory == null ? OptionalLong.empty() : tree.lookup(directory, name);
            Inode inode = found.isEmpty() ? null : tree.inode(found.getAsLong());
            return new Place(place.path.child(name), place, inode);
        }

        @Override
        public @Nullable RawName target(Place place) throws IOException {
            Inode inode = place.inode;
            return inode != null && inode.type() == FileType.SYMLINK ? tree.symlinkTarget(inode) : null;
        }

        @Override
        public IOException tooManyLinks() {
            return new ErrnoException(Errno.ELOOP, "symbolic links form a loop");
        }
    }
}
