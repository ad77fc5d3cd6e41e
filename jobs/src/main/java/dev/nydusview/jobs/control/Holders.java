package dev.nydusview.jobs.control;

import dev.nydusview.linux.MountHolder;
import dev.nydusview.linux.MountHolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes the processes that keep a mount from ending. Create it before the mount is detached. */
public final class Holders {
    private static final int SHOWN = 5;

    private final Path mountPoint;
    private final long server;
    private final MountHolders holders;

    /** @param report known report of the mount; null if there is none */
    public Holders(Path mountPoint, @Nullable MountReport report) throws IOException {
        this.mountPoint = mountPoint;
        this.server = report == null ? -1 : report.pid();
        this.holders = MountHolders.of(mountPoint, report == null ? "" : "nydusview:" + report.image());
    }

    public Path mountPoint() {
        return mountPoint;
    }

    /** The process that serves the mount; -1 if that is not known. */
    public long server() {
        return server;
    }

    /**
     * Lists the processes that hold the mount now, between {@code before} and {@code after}; {@code none} if none are
     * seen.
     */
    public String sentence(String before, String after, String none) {
        List<MountHolder> found = holders.find(server);
        if (found.isEmpty()) {
            return none;
        }
        String shown = found.stream().limit(SHOWN).map(MountHolder::toString).collect(Collectors.joining(", "));
        return before + shown + (found.size() > SHOWN ? " and others" : "") + after;
    }
}
