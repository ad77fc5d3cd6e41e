package dev.nydusview.fuse.engine;

import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.jnr.JnrEngine;
import dev.nydusview.fuse.kernel.KernelEngine;
import java.io.IOException;
import java.nio.file.Path;

/** Engines for programs that make mounts, which hand one down to wherever the mount is made. */
public enum Engines implements MountEngine.Factory {
    /** The one that speaks to the kernel itself, or libfuse where only that knows the mount options. */
    AUTO {
        @Override
        public MountEngine create() throws MountException {
            return new FittingEngine(KernelEngine.create());
        }
    },
    /** The one that speaks to the kernel itself. */
    NATIVE {
        @Override
        public MountEngine create() throws MountException {
            return KernelEngine.create();
        }
    },
    /** Libfuse 2. */
    JNR {
        @Override
        public MountEngine create() throws MountException {
            return JnrEngine.create();
        }
    };

    /** Returns the engine of mounts for which the user has chosen none. */
    public static MountEngine.Factory standard() {
        return AUTO;
    }

    /** An engine that is chosen when the mount options are known. */
    private static final class FittingEngine implements MountEngine {
        private MountEngine chosen;

        FittingEngine(MountEngine first) {
            this.chosen = first;
        }

        @Override
        public void mount(Path directory, MountOptions options) throws MountException {
            if (!KernelEngine.understands(options)) {
                chosen = JnrEngine.create();
            }
            chosen.mount(directory, options);
        }

        @Override
        public void serve(ImageFileSystem fileSystem) {
            chosen.serve(fileSystem);
        }

        @Override
        public void discard() {
            chosen.discard();
        }

        @Override
        public void unmount(Path directory, boolean lazy) throws IOException {
            chosen.unmount(directory, lazy);
        }
    }
}
