package dev.nydusview.rafs.path;

import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows paths through symbolic links as Linux does, path_resolution(7), in a tree that is its own root: an absolute
 * target begins there.
 */
public final class LinkFollower {
    /** Links that Linux follows in one path: {@code MAXSYMLINKS} of {@code include/linux/namei.h}. */
    public static final int MAX_LINKS = 40;

    private LinkFollower() {}

    /**
     * A tree that paths lead through. Each method may refuse a place by throwing.
     *
     * @param <P> a place in the tree
     */
    public interface Places<P> {
        /** Returns the place at which absolute paths begin. */
        P root() throws IOException;

        /** Returns the place that "." of {@code place} is. */
        default P self(P place) throws IOException {
            return place;
        }

        /** Returns the parent of {@code place}; the tree decides about that of the root. */
        P parent(P place) throws IOException;

        /** Returns the place of an entry of {@code place}, which may be a symbolic link. */
        P child(P place, RawName name) throws IOException;

        /** Returns the target of the symbolic link at {@code place}; null for any other file. */
        @Nullable
        RawName target(P place) throws IOException;

        /** Returns the failure of a path that leads through more than {@link #MAX_LINKS} links. */
        IOException tooManyLinks();
    }

    /**
     * Returns the place to which {@code path} leads.
     *
     * @param start at which it begins unless it is absolute
     * @param last whether a link as its last component is followed
     */
    public static <P> P follow(Places<P> places, P start, ImagePath path, boolean last) throws IOException {
        Deque<RawName> ahead = new ArrayDeque<>(path.names());
        P at = path.absolute() ? places.root() : start;
        int links = 0;
        while (!ahead.isEmpty()) {
            P next = step(places, at, ahead.pop());
            RawName target = ahead.isEmpty() && !last ? null : places.target(next);
            if (target == null) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw places.tooManyLinks();
            }
            ImagePath way = ImagePath.of(target.bytes());
            at = way.absolute() ? places.root() : at;
            push(way.names(), ahead);
        }
        return at;
    }

    private static <P> P step(Places<P> places, P at, RawName name) throws IOException {
        if (name.equals(RawName.DOT)) {
            return places.self(at);
        }
        return name.equals(RawName.DOT_DOT) ? places.parent(at) : places.child(at, name);
    }

    private static void push(List<RawName> names, Deque<RawName> ahead) {
        for (int i = names.size() - 1; i >= 0; i--) {
            ahead.push(names.get(i));
        }
    }
}
