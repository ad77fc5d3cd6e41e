package dev.nydusview.image.nio;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.LinkFollower;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds inodes by path, with the failures that {@link java.nio.file} has for what is not there. */
final class ImageTree {
    /** Names in a path of 4,096 bytes, the longest that Linux takes: who walks a deeper tree is held up, not memory. */
    private static final int MAX_NAMES = 2048;

    private final InodeTree inodes;

    ImageTree(InodeTree inodes) {
        this.inodes = inodes;
    }

    InodeTree inodes() {
        return inodes;
    }

    static boolean follows(LinkOption... options) {
        return !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
    }

    Inode inode(NydusPath path, LinkOption... options) throws IOException {
        return locate(path, follows(options)).inode();
    }

    /** Returns the target of a symbolic link; null for any other file. */
    @Nullable
    RawName target(Inode inode) throws IOException {
        return inode.type() == FileType.SYMLINK ? inodes.symlinkTarget(inode) : null;
    }

    /** Returns the path to the file itself; without {@code follow}, a link stays, and so does a ".." after it. */
    NydusPath real(NydusPath path, boolean follow) throws IOException {
        Place place = locate(path, follow);
        if (follow) {
            return NydusPath.absolute(path.getFileSystem(), place.path().names());
        }
        List<RawName> names = new ArrayList<>();
        for (RawName name : path.components()) {
            if (name.equals(RawName.DOT_DOT) && leadsBack(path.getFileSystem(), names)) {
                if (!names.isEmpty()) {
                    names.remove(names.size() - 1);
                }
            } else if (!name.equals(RawName.DOT)) {
                names.add(name);
            }
        }
        return NydusPath.absolute(path.getFileSystem(), names);
    }

    private boolean leadsBack(NydusFileSystem fileSystem, List<RawName> names) throws IOException {
        if (names.isEmpty()) {
            return true;
        }
        boolean up = names.get(names.size() - 1).equals(RawName.DOT_DOT);
        return !up
                && locate(NydusPath.absolute(fileSystem, names), false).inode().isDirectory();
    }

    private Place locate(NydusPath path, boolean follow) throws IOException {
        Places places = new Places(path.toString());
        return LinkFollower.follow(places, places.root(), path.image(), follow);
    }

    /** @param parent inode number of the directory that holds it */
    private record Place(EntryPath path, Inode inode, long parent) {}

    private final class Places implements LinkFollower.Places<Place> {
        private final String path;

        Places(String path) {
            this.path = path;
        }

        @Override
        public Place root() throws IOException {
            return new Place(EntryPath.ROOT, inodes.inode(inodes.root()), inodes.root());
        }

        @Override
        public Place self(Place place) throws IOException {
            if (!place.inode().isDirectory()) {
                throw new FileSystemException(path, null, "a name on the way is not that of a directory");
            }
            return place;
        }

        @Override
        public Place parent(Place place) throws IOException {
            Inode parent = inodes.inode(self(place).parent());
            return new Place(place.path().parent(), parent, inodes.parent(parent));
        }

        @Override
        public Place child(Place place, RawName name) throws IOException {
            Inode directory = self(place).inode();
            if (place.path().depth() == MAX_NAMES) {
                throw new FileSystemException(path, null, "the path has more than " + MAX_NAMES + " names");
            }
            OptionalLong found = inodes.lookup(directory, name);
            if (found.isEmpty()) {
                throw new NoSuchFileException(path);
            }
            return new Place(place.path().child(name), inodes.inode(found.getAsLong()), directory.number());
        }

        @Override
        public @Nullable RawName target(Place place) throws IOException {
            return ImageTree.this.target(place.inode());
        }

        @Override
        public IOException tooManyLinks() {
            return new FileSystemLoopException(path);
        }
    }
}
