package dev.nydusview.jobs.mount;

import dev.nydusview.base.ThreadSupply;
import dev.nydusview.fuse.ImageMount;
import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.PendingMount;
import dev.nydusview.image.NydusImage;
import dev.nydusview.jobs.control.ControlServer;
import dev.nydusview.jobs.control.MountFiles;
import dev.nydusview.jobs.control.MountReport;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.linux.MountTable;
import dev.nydusview.scan.profile.MountReadAhead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A mounted image, the socket at which other commands reach it, and the events that concern it. */
final class ServedMount implements ControlServer.Handler, AutoCloseable {
    /** Time between two writes of what was read, of which a process that is killed loses as much. */
    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);

    private final NydusImage image;
    private final Path directory;
    private final MountReadAhead ahead;
    private final @Nullable MountMemory memory;
    private final ImageMount mount;
    private final MountFiles files;
    private final Instant started = Instant.now();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ControlServer control;
    private volatile @Nullable MountReport last;
    private volatile boolean isOver;

    /** Mounts; when the constructor returns, the mount answers and can be found by other commands. */
    ServedMount(NydusImage image, Path directory, MountEngine.Factory engine, MountRequest request, MountFiles files)
            throws IOException {
        this.image = image;
        this.directory = directory;
        this.files = files;
        this.ahead = new MountReadAhead(
                image, () -> image.stats().blobRequests(), request.point().profiles());
        this.memory = request.point().profiles()
                ? image.reads().map(reads -> new MountMemory(reads, ahead)).orElse(null)
                : null;
        try (PendingMount pending = PendingMount.make(engine, directory, request.options(image.name()))) {
            this.mount = pending.serveWatched(image.rafs(), image.files(), ahead);
        }
        try {
            this.control = ControlServer.start(files.socket(), this);
            files.write(report(null));
        } catch (IOException e) {
            mount.close();
            throw e;
        }
        if (memory != null) {
            memory.begin();
        }
        ahead.lookForScanners(directory);
        ThreadSupply.reserve();
        Thread watcher = new Thread(this::awaitEnd, "mount-end");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void awaitEnd() {
        try {
            while (!mount.awaitEnd(BETWEEN_WRITES)) {
                if (memory != null) {
                    memory.write();
                }
            }
            isOver = true;
            post(new Event.MountEnded());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns for what reason the image cannot be read at the mount point; null if it can. */
    @Nullable
    String problem() {
        if (isOver) {
            return "the mount at " + directory + " has ended";
        }
        try {
            return new MountTable().fuseSource(directory).isPresent() ? null : "nothing is mounted at " + directory;
        } catch (IOException e) {
            return null; // there is no table of mounts
        }
    }

    Path directory() {
        return directory;
    }

    void post(Event event) {
        events.add(event);
    }

    Event nextEvent() throws InterruptedException {
        return events.take();
    }

    /** Returns the next event within {@code timeout}; null if there is none. */
    @Nullable
    Event nextEvent(Duration timeout) throws InterruptedException {
        return events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public MountReport status() {
        MountReport ended = last;
        return ended == null ? report(null) : ended;
    }

    @Override
    public void unmount(boolean lazy) throws IOException {
        mount.unmount(lazy);
    }

    /** Leaves the final report for other commands, and returns it. */
    MountReport finish() throws IOException {
        MountReport report = report(Instant.now());
        files.write(report);
        last = report;
        if (memory != null) {
            memory.write();
        }
        return report;
    }

    private MountReport report(@Nullable Instant ended) {
        return new MountReport(
                Json.SCHEMA_VERSION,
                ended == null ? MountReport.State.MOUNTED : MountReport.State.ENDED,
                image.name(),
                image.standsInFor().orElse(null),
                directory.toString(),
                ProcessHandle.current().pid(),
                started,
                ended,
                mount.ledger().totals(),
                image.stats(),
                ahead.bytes(),
                ahead.usedBytes(),
                mount.ledger().failures());
    }

    @Override
    public void close() throws IOException {
        ahead.close();
        mount.close();
        control.close();
        if (last == null) {
            files.delete(); // or the mount would look like one that crashed
        }
    }
}
