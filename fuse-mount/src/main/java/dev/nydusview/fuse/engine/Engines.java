package dev.nydusview.fuse.engine;

import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.jnr.JnrEngine;

/** Engines for programs that make mounts, which hand one down to wherever the mount is made. */
public final class Engines {
    private Engines() {}

    /** Returns the engine of mounts for which the user has chosen none. */
    public static MountEngine.Factory standard() {
        return JnrEngine::create;
    }
}
