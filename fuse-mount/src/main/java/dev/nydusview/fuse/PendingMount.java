package dev.nydusview.fuse;

import dev.nydusview.fuse.jnr.JnrEngine;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.FileReader;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A mount that nobody serves yet: programs can be started on it while its image is still being opened, and wait for what
 * they ask for.
 */
public final class PendingMount implements AutoCloseable {
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
     * Loads the native code that mounts need, on a thread of its own. A command that will mount something calls this
     * first, as it takes a tenth of a second in which it has other things to do; without it the first mount does it.
     */
    public static void loadAhead() {
        Thread thread = new Thread(PendingMount::load, "load-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try {
            JnrEngine.create();
        } catch (MountException | LinkageError e) {
            // The mount will say so.
        }
    }

    /** Mounts on {@code directory}. */
    public static PendingMount make(Path directory, MountOptions options) throws MountException {
        Path real = MountPoint.check(directory, options.nonEmpty());
        MountEngine engine = JnrEngine.create();
        engine.mount(real, options);
        return new PendingMount(engine, real, options);
    }

    /** Serves {@code image}, with {@code listener} told what is done; returns when the mount answers. */
    public ImageMount serve(RafsImage image, FileReader files, AccessListener listener) throws MountException {
        ReadLedger ledger = new ReadLedger();
        AccessListener both = new BothListeners(ledger, listener);
        return serve(new ImageFileSystem(image, files, both, options.serve()), ledger);
    }

    ImageMount serve(ImageFileSystem fileSystem, ReadLedger ledger) throws MountException {
        served = true;
        return ImageMount.serve(engine, directory, fileSystem, ledger);
    }

    /** Gives it up unless it is served: whoever waits for it gets an error. */
    @Override
    public void close() {
        if (served) {
            return;
        }
        served = true;
        try {
            engine.unmount(directory, true);
        } catch (IOException e) {
            // It ends with this process.
        }
        engine.discard();
    }
}
