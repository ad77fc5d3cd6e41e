package dev.nydusview.inspect;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.rafs.path.LinkFollower;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds inodes by path. Symbolic links never lead out of the image: an absolute target starts at its root. */
public final class PathResolver {
    private final InodeTree tree;

    public PathResolver(InodeTree tree) {
        this.tree = tree;
    }

    /** Finds the file at {@code path}; a symbolic link as its last component is followed. */
    public LocatedFile follow(ImagePath path) throws IOException {
        return resolve(path, true);
    }

    /** Finds the file at {@code path}, which may be a symbolic link. */
    public LocatedFile noFollow(ImagePath path) throws IOException {
        return resolve(path, path.directory());
    }

    private LocatedFile resolve(ImagePath path, boolean followLast) throws IOException {
        Places places = new Places(path);
        LocatedFile at = LinkFollower.follow(places, places.root(), path, followLast);
        return path.directory() ? places.self(at) : at;
    }

    /** Refuses everything that is not there, in words about the path that was asked for. */
    private final class Places implements LinkFollower.Places<LocatedFile> {
        private final ImagePath path;

        Places(ImagePath path) {
            this.path = path;
        }

        @Override
        public LocatedFile root() throws IOException {
            return new LocatedFile(EntryPath.ROOT, tree.inode(tree.root()), tree.root());
        }

        @Override
        public LocatedFile self(LocatedFile place) throws IOException {
            if (!place.inode().isDirectory()) {
                throw new NotInImageException(path + ": a component of the path is not a directory");
            }
            return place;
        }

        @Override
        public LocatedFile parent(LocatedFile place) throws IOException {
            Inode parent = tree.inode(self(place).parent());
            return new LocatedFile(place.path().parent(), parent, tree.parent(parent));
        }

        @Override
        public LocatedFile child(LocatedFile place, RawName name) throws IOException {
            Inode directory = self(place).inode();
            OptionalLong found = tree.lookup(directory, name);
            if (found.isEmpty()) {
                throw new NotInImageException(path + ": no such file or directory in the image; `ls` lists the files");
            }
            Inode inode = tree.inode(found.getAsLong());
            return new LocatedFile(place.path().child(name), inode, directory.number());
        }

        @Override
        public @Nullable RawName target(LocatedFile place) throws IOException {
            return place.inode().type() == FileType.SYMLINK ? tree.symlinkTarget(place.inode()) : null;
        }

        @Override
        public IOException tooManyLinks() {
            return new NotInImageException(path + ": too many levels of symbolic links");
        }
    }
}
