package dev.nydusview.jobs.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The user's mounts: running ones, and those that ended not long ago. */
public final class Mounts {
    /** Time for which the report of an ended mount is kept. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final StateDirectory state;

    public Mounts(StateDirectory state) {
        this.state = state;
    }

    /** Returns the mount at {@code mountPoint}; empty if none is known. */
    public Optional<MountReport> find(Path mountPoint) throws IOException {
        return current(state.files(mountPoint));
    }

    /** Returns all reports; removes those that are too old or cannot be read. */
    public List<MountReport> all() throws IOException {
        List<MountReport> reports = new ArrayList<>();
        for (MountFiles files : state.all()) {
            Optional<MountReport> report = current(files);
            if (report.isEmpty() || expired(report.get())) {
                files.delete();
            } else {
                reports.add(report.get());
            }
        }
        return reports;
    }

    /** Returns the report of the mount that has ended last at {@code mountPoint}; empty if none is known. */
    public Optional<MountReport> lastEnded(Path mountPoint) throws IOException {
        return all().stream()
                .filter(report -> report.mountPoint().equals(mountPoint.toString()))
                .max(Comparator.comparing(MountReport::started));
    }

    public MountFiles files(Path mountPoint) {
        return state.files(mountPoint);
    }

    private static Optional<MountReport> current(MountFiles files) throws IOException {
        Optional<MountReport> live;
        try {
            live = new ControlClient(files).status();
        } catch (UnresponsiveServerException | IncompatibleServerException e) {
            return files.read().map(MountReport::unresponsive);
        }
        return live.isPresent() ? live : files.read().map(Mounts::settled);
    }

    /** Corrects a report of a running mount that no process serves: the mount crashed. */
    private static MountReport settled(MountReport left) {
        return left.state() == MountReport.State.MOUNTED ? left.crashed() : left;
    }

    private static boolean expired(MountReport report) {
        Instant end = report.ended() == null ? report.started() : report.ended();
        boolean over = report.state() == MountReport.State.ENDED || report.state() == MountReport.State.CRASHED;
        return over && end.plus(KEPT).isBefore(Instant.now());
    }
}
