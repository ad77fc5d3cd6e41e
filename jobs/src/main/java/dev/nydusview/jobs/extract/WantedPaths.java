package dev.nydusview.jobs.extract;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.rootfs.extract.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The part of an image that a user wants, by paths of which each must exist. */
final class WantedPaths {
    private WantedPaths() {}

    /** Selects {@code paths} of {@code tree}; the whole tree if the list is empty. */
    static Selection in(InodeTree tree, List<String> paths) throws IOException {
        if (paths.isEmpty()) {
            return Selection.all();
        }
        List<List<RawName>> wanted = new ArrayList<>();
        for (String text : paths) {
            ImagePath path = ImagePath.parse(text);
            require(tree, path);
            wanted.add(path.names());
        }
        return Selection.of(wanted);
    }

    private static void require(InodeTree tree, ImagePath path) throws IOException {
        Inode at = tree.inode(tree.root());
        for (RawName name : path.names()) {
            OptionalLong next = at.isDirectory() ? tree.lookup(at, name) : OptionalLong.empty();
            if (next.isEmpty()) {
                throw new CommandException(
                        ExitCode.NOT_FOUND,
                        path
                                + ": no such file or directory in the image; symbolic links are not followed, and `ls` lists "
                                + "the files");
            }
            at = tree.inode(next.getAsLong());
        }
    }
}
