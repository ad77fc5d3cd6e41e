package dev.nydusview.registry.manifest;

import java.io.IOException;
import java.util.List;

/** A place that may list manifests which refer to another one. */
public interface ReferrerList {
    /** Returns the name of the place for messages, such as {@code referrers API}. */
    String place();

    /**
     * Reads the listed manifests. The caller verifies whether they refer to anything.
     *
     * @throws dev.nydusview.registry.NotFoundException if there is no such place
     */
    List<Descriptor> read() throws IOException;
}
