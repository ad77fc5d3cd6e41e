package dev.nydusview.inspect.metadata;

import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.NotInImageException;
import dev.nydusview.inspect.PathResolver;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the paths of an inode. */
public final class InodeSearch {
    private InodeSearch() {}

    /** Returns every place of the inode {@code number}; at least one. */
    public static List<LocatedFile> run(InodeTree tree, long number, TreeWalk.Damage damage) throws IOException {
        List<EntryPath> paths = new ArrayList<>();
        if (number == tree.root()) {
            paths.add(EntryPath.ROOT);
        } else {
            TreeWalk.Visitor visitor = (path, inode) -> {
                if (inode.number() == number) {
                    paths.add(path);
                }
                return true;
            };
            TreeWalk.all(tree, visitor, damage);
        }
        if (paths.isEmpty()) {
            throw new NotInImageException("no path of the image leads to an inode " + number);
        }
        List<LocatedFile> places = new ArrayList<>();
        PathResolver resolver = new PathResolver(tree);
        for (EntryPath path : paths) {
            places.add(resolver.noFollow(ImagePath.of(path)));
        }
        return places;
    }
}
