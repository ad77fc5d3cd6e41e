package dev.nydusview.rafs.path;

import dev.nydusview.rafs.model.RawName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The place of a file in the tree: the names of all directories above it, which paths of neighbours share. */
public final class EntryPath {
    /** The place of the root, which has no name. */
    public static final EntryPath ROOT = new EntryPath(null, RawName.of(""), 0);

    private final @Nullable EntryPath parent;
    private final RawName name;
    private final int depth;

    private EntryPath(@Nullable EntryPath parent, RawName name, int depth) {
        this.parent = parent;
        this.name = name;
        this.depth = depth;
    }

    public EntryPath child(RawName child) {
        return new EntryPath(this, child, depth + 1);
    }

    public boolean isRoot() {
        return parent == null;
    }

    /** Returns the number of names that lead here from the root. */
    public int depth() {
        return depth;
    }

    /** Returns the last name; empty for the root. */
    public RawName name() {
        return name;
    }

    /** Returns the place of the directory that holds this entry; the root's is the root. */
    public EntryPath parent() {
        return parent == null ? this : parent;
    }

    /** Returns the names from the root down; none for the root itself. */
    public List<RawName> names() {
        Deque<RawName> names = new ArrayDeque<>();
        EntryPath at = this;
        for (EntryPath up = at.parent; up != null; up = at.parent) {
            names.addFirst(at.name);
            at = up;
        }
        return List.copyOf(names);
    }

    /** Returns {@link #names} with slashes between them; nothing for the root. */
    public byte[] bytes() {
        List<RawName> names = names();
        int length = Math.max(0, names.size() - 1);
        for (RawName part : names) {
            length += part.length();
        }
        byte[] bytes = new byte[length];
        int end = 0;
        for (RawName part : names) {
            if (end > 0) {
                bytes[end++] = '/';
            }
            System.arraycopy(part.bytes(), 0, bytes, end, part.length());
            end += part.length();
        }
        return bytes;
    }

    /** Returns the absolute path, escaped as {@link ImagePath} reads it. */
    @Override
    public String toString() {
        return ImagePath.of(this).toString();
    }
}
