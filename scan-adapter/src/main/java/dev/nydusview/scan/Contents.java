package dev.nydusview.scan;

import dev.nydusview.fuse.ImageMount;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.PrivateMounts;
import dev.nydusview.fuse.ServeOptions;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.profile.ReadAhead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The directory that scanners see: a mount, in a namespace of its own where the system allows it, or an unpacked image. */
final class Contents implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Path root;
    private final @Nullable PrivateMounts mounts;
    private final @Nullable ImageMount mount;
    private final @Nullable AccessRecord record;
    private final @Nullable ReadAhead ahead;
    private boolean closed;

    private Contents(
            Path root,
            @Nullable PrivateMounts mounts,
            @Nullable ImageMount mount,
            @Nullable AccessRecord record,
            @Nullable ReadAhead ahead) {
        this.root = root;
        this.mounts = mounts;
        this.mount = mount;
        this.record = record;
        this.ahead = ahead;
    }

    /** Mounts a lazy image on {@code mountPoint}, which an unpacked one does not need. */
    static Contents open(ScanImage image, Path mountPoint, ScanSettings settings)
            throws IOException, InterruptedException {
        LazyContents lazy = image.lazy();
        if (lazy == null) {
            return new Contents(java.util.Objects.requireNonNull(image.directory()), null, null, null, null);
        }
        ReadAhead ahead = new ReadAhead(lazy.rafs(), lazy.chunks(), lazy.locator(), settings.budget());
        AccessRecord record = new AccessRecord(ahead);
        PrivateMounts mounts = PrivateMounts.open().orElse(null);
        try {
            MountOptions options = new MountOptions(
                    "nydusview:" + image.name(),
                    false,
                    List.of(),
                    false,
                    mounts == null,
                    new ServeOptions(settings.verifyOnOpen(), true));
            ImageMount mount = mounts == null
                    ? ImageMount.start(lazy.rafs(), lazy.files(), mountPoint, options, record)
                    : mounts.call(() -> ImageMount.start(lazy.rafs(), lazy.files(), mountPoint, options, record));
            return new Contents(mountPoint, mounts, mount, record, ahead);
        } catch (ExecutionException e) {
            close(mounts, ahead);
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new MountException(String.valueOf(e.getCause()), e);
        } catch (IOException | RuntimeException e) {
            close(mounts, ahead);
            throw e;
        }
    }

    private static void close(@Nullable PrivateMounts mounts, ReadAhead ahead) {
        ahead.close();
        if (mounts != null) {
            mounts.close();
        }
    }

    Path root() {
        return root;
    }

    /** Where programs must run to see it; null for everywhere. */
    @Nullable
    PrivateMounts mounts() {
        return mounts;
    }

    /** Who has read what; null of an unpacked image. */
    @Nullable
    AccessRecord record() {
        return record;
    }

    @Nullable
    ReadAhead ahead() {
        return ahead;
    }

    /** Whether the mount is still there, as it should be while anybody scans it. */
    boolean isThere() throws InterruptedException {
        return mount == null || !mount.awaitEnd(Duration.ZERO);
    }

    /** Unmounts, even if something still uses it. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ahead != null) {
            ahead.close();
        }
        try {
            if (mount != null && mounts == null) {
                end(mount);
            } else if (mount != null) {
                mounts.call(() -> {
                    end(mount);
                    return true;
                });
            }
        } catch (ExecutionException e) {
            // It ends with this process.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (mounts != null) {
                mounts.close();
            }
        }
    }

    private static void end(ImageMount mount) {
        mount.close();
        try {
            mount.awaitEnd(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
