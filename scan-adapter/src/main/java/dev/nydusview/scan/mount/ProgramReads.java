package dev.nydusview.scan.mount;

import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.access.UserAccess;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of programs that have ended on a mount. */
public final class ProgramReads {
    private final ImageView view;
    private final Set<Integer> leaders;
    private final boolean there;

    ProgramReads(ImageView view, Set<Integer> leaders, boolean there) {
        this.view = view;
        this.leaders = Set.copyOf(leaders);
        this.there = there;
    }

    /**
     * Returns the reasons why the program of the session that {@code leader} leads has not read everything that it
     * requested; empty if it has.
     */
    public List<String> unread(int leader) {
        return view.unread(leader, leaders, there);
    }

    /** Path of more than {@code bytes} that the program of the session that {@code leader} leads was told of. */
    public Optional<String> pathLongerThan(int bytes, int leader) {
        return view.pathLongerThan(bytes, leader);
    }

    /** Reads of the program of the session that {@code leader} leads; null of an unpacked image. */
    public @Nullable UserAccess access(int leader) {
        AccessRecord record = view.record();
        return record == null ? null : record.of(leader);
    }
}
