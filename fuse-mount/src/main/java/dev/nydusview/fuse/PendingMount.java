package dev.nydusview.fuse;

import dev.nydusview.base.Quantity;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.FileReader;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A mount that is not served yet, from which every {@link ImageMount} is made. Programs can be started on it while its
 * image is still being opened; their requests wait.
 */
public final class PendingMount implements AutoCloseable {
    /** Bytes of heap in which reads of chunks with 1 MiB succeed, however many there are at a time. */
    private static final long MIN_HEAP = 20L << 20;

    private final MountEngine engine;
    private final Path directory;
    private final MountOptions options;
    private boolean served;

    private PendingMount(MountEngine engine, Path directory, MountOptions options) {
        this.engine = engine;
        this.directory = directory;
        this.options = options;
    }

    /**
     * Loads the native code of an engine. A command that will mount something calls this on a thread of its own, as it
     * takes a tenth of a second in which the command has other things to do; without it the first mount does it.
     */
    public static void load(MountEngine.Factory engine) {
        try {
            engine.create();
        } catch (MountException | LinkageError e) {
            // The mount will report it.
        }
    }

    /** Mounts on {@code directory}, by an engine of {@code engines}. */
    public static PendingMount make(MountEngine.Factory engines, Path directory, MountOptions options)
            throws MountException {
        requireHeap();
        Path real = MountPoint.check(directory, options.nonEmpty());
        MountEngine engine = engines.create();
        engine.mount(real, options);
        return new PendingMount(engine, real, options);
    }

    /** Refuses a heap in which reads would fail, or wait for the collector: a mount that hangs stops its readers. */
    private static void requireHeap() throws MountException {
        long heap = Runtime.getRuntime().maxMemory();
        if (heap < MIN_HEAP) {
            throw new MountException("a mount needs a heap of " + Quantity.bytes(MIN_HEAP) + " at least, and has "
                    + Quantity.bytes(heap) + "; allow more with NYDUSVIEW_JAVA_OPTS=-Xmx64m");
        }
    }

    /** Serves {@code image}; returns when the mount answers. */
    public ImageMount serve(RafsImage image, FileReader files) throws MountException {
        ReadLedger ledger = new ReadLedger();
        return serve(image, files, ledger, ledger, options.serve());
    }

    /**
     * Serves {@code image}, and tells {@code listener} of what the kernel asks for and is given, not of each open; returns
     * when the mount answers.
     */
    public ImageMount serveWatched(RafsImage image, FileReader files, AccessListener listener) throws MountException {
        ReadLedger ledger = new ReadLedger();
        return serve(image, files, ledger, new CompositeAccessListener(ledger, listener), options.serve());
    }

    /** Serves {@code image}, and tells {@code listener} of each open and access; returns when the mount answers. */
    public ImageMount serve(RafsImage image, FileReader files, AccessListener listener) throws MountException {
        ReadLedger ledger = new ReadLedger();
        AccessListener both = new CompositeAccessListener(ledger, listener);
        return serve(image, files, ledger, both, options.serve().withEveryOpen());
    }

    private ImageMount serve(
            RafsImage image, FileReader files, ReadLedger ledger, AccessListener listener, ServeOptions serve)
            throws MountException {
        ImageFileSystem fileSystem = new ImageFileSystem(image, files, listener, serve);
        served = true;
        return ImageMount.serve(engine, directory, fileSystem, ledger);
    }

    /** Discards the mount unless it is served: waiting requests get an error. */
    @Override
    public void close() {
        if (served) {
            return;
        }
        served = true;
        try {
            engine.unmount(directory, true);
        } catch (IOException e) {
            // The mount ends with this process.
        }
        engine.discard();
    }
}
