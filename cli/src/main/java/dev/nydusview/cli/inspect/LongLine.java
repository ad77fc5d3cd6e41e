package dev.nydusview.cli.inspect;

import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.Attributes;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;

/** The attributes of a file in one line, as {@code ls -l} has them. */
final class LongLine {
    private LongLine() {}

    /** @param shown the name, escaped; {@code numbered} puts the inode number first */
    static String of(Inode inode, String shown, InodeTree tree, boolean numbered) throws IOException {
        StringBuilder line = new StringBuilder(96);
        if (numbered) {
            right(line, Long.toString(inode.number()), 10);
            line.append(' ');
        }
        line.append(Attributes.modeString(inode.type(), inode.mode()));
        right(line, Long.toString(inode.nlink()), 4);
        right(line, Long.toString(inode.uid()), 6);
        right(line, Long.toString(inode.gid()), 6);
        right(line, inode.type().isDevice() ? Attributes.device(inode) : Long.toString(inode.size()), 11);
        line.append(' ').append(Attributes.mtime(inode)).append(' ').append(shown);
        if (inode.type() == FileType.SYMLINK) {
            line.append(" -> ").append(SafeText.escape(tree.symlinkTarget(inode).bytes()));
        }
        return line.toString();
    }

    private static void right(StringBuilder line, String text, int width) {
        for (int i = text.length(); i < width; i++) {
            line.append(' ');
        }
        if (text.length() >= width) {
            line.append(' ');
        }
        line.append(text);
    }
}
