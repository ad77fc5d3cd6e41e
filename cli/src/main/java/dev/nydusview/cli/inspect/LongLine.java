package dev.nydusview.cli.inspect;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.inspect.Attributes;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import java.io.IOException;

/** The attributes of a file in one line, as {@code ls -l} has them. */
final class LongLine {
    private LongLine() {}

    /**
     * Contents of a line.
     *
     * @param numbered whether the inode number comes first
     * @param readable whether sizes have units
     */
    record Style(boolean numbered, boolean readable) {
        static final Style NUMBERED = new Style(true, false);
    }

    /** @param shown the name, escaped */
    static String of(Inode inode, String shown, InodeTree tree, Style style) throws IOException {
        StringBuilder line = new StringBuilder(96);
        if (style.numbered()) {
            right(line, Long.toString(inode.number()), 10);
            line.append(' ');
        }
        line.append(Attributes.modeString(inode.type(), inode.mode()));
        right(line, Long.toString(inode.nlink()), 4);
        right(line, Long.toString(inode.uid()), 6);
        right(line, Long.toString(inode.gid()), 6);
        right(line, inode.type().isDevice() ? Attributes.device(inode) : size(inode, style), 11);
        line.append(' ').append(Attributes.mtime(inode)).append(' ').append(shown);
        if (inode.type() == FileType.SYMLINK) {
            line.append(" -> ").append(SafeText.escape(tree.symlinkTarget(inode).bytes()));
        }
        return line.toString();
    }

    private static String size(Inode inode, Style style) {
        return style.readable() ? Quantity.bytes(inode.size()) : Long.toString(inode.size());
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
