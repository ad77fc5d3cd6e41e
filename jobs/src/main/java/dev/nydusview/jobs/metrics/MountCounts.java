package dev.nydusview.jobs.metrics;

import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.OperationCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Counts of all mounts of a process, of those that have ended as well. Safe for concurrent use. */
final class MountCounts {
    private final Set<OperationCounts> open = new HashSet<>(); // guarded by this
    private OperationCounts.Totals ended = OperationCounts.Totals.none();

    /** Returns engines like those of {@code factory}, whose mounts are counted. */
    MountEngine.Factory counting(MountEngine.Factory factory) {
        return () -> new CountedEngine(factory.create());
    }

    synchronized int mounts() {
        return open.size();
    }

    synchronized OperationCounts.Totals totals() {
        return open.stream().map(OperationCounts::totals).reduce(ended, OperationCounts.Totals::plus);
    }

    private synchronized void begin(OperationCounts counts) {
        open.add(counts);
    }

    private synchronized void end(OperationCounts counts) {
        open.remove(counts);
        ended = ended.plus(counts.totals());
    }

    private final class CountedEngine implements MountEngine {
        private final MountEngine engine;

        CountedEngine(MountEngine engine) {
            this.engine = engine;
        }

        @Override
        public void mount(Path directory, MountOptions options) throws MountException {
            engine.mount(directory, options);
        }

        @Override
        public void serve(ImageFileSystem fileSystem) {
            begin(fileSystem.counts());
            try {
                engine.serve(fileSystem);
            } finally {
                end(fileSystem.counts());
            }
        }

        @Override
        public void discard() {
            engine.discard();
        }

        @Override
        public void unmount(Path directory, boolean lazy) throws IOException {
            engine.unmount(directory, lazy);
        }
    }
}
