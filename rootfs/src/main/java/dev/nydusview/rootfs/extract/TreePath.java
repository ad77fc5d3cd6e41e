package dev.nydusview.rootfs.extract;

import dev.nydusview.rafs.RawName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The place of an inode in the tree; shares its beginning with its neighbours. */
public final class TreePath {
    /** The path of the root, which has no name. */
    public static final TreePath ROOT = new TreePath(null, RawName.of(new byte[0]), 0, 0);

    private final @Nullable TreePath parent;
    private final RawName name;
    private final int length;
    private final int depth;

    private TreePath(@Nullable TreePath parent, RawName name, int length, int depth) {
        this.parent = parent;
        this.name = name;
        this.length = length;
        this.depth = depth;
    }

    TreePath child(RawName child) {
        int separator = isRoot() ? 0 : 1;
        return new TreePath(this, child, length + separator + child.length(), depth + 1);
    }

    /** Number of components in the path. */
    int depth() {
        return depth;
    }

    public boolean isRoot() {
        return parent == null;
    }

    /** The last component; empty for the root. */
    public RawName name() {
        return name;
    }

    /** Components of the path of the directory that holds this inode, from the root on. */
    public Iterable<RawName> parentNames() {
        Deque<RawName> names = new ArrayDeque<>();
        for (TreePath at = parent; at != null && at.parent != null; at = at.parent) {
            names.push(at.name);
        }
        return names;
    }

    /** Components with slashes between them; none for the root. */
    public byte[] bytes() {
        byte[] bytes = new byte[length];
        int end = length;
        for (TreePath at = this; at.parent != null; at = at.parent) {
            int start = end - at.name.length();
            System.arraycopy(at.name.bytes(), 0, bytes, start, at.name.length());
            if (start > 0) {
                bytes[start - 1] = '/';
            }
            end = start - 1;
        }
        return bytes;
    }

    /** Returns the absolute path, as UTF-8, for people. */
    @Override
    public String toString() {
        return "/" + new String(bytes(), StandardCharsets.UTF_8);
    }
}
