package dev.nydusview.registry.manifest;

import java.io.IOException;
import java.util.List;

/** One place where manifests that refer to another one may be listed. */
public interface ReferrerList {
    /** For messages, such as {@code referrers API}. */
    String place();

    /**
     * What is listed; whether it refers to anything is for the reader to verify.
     *
     * @throws dev.nydusview.registry.NotFoundException if there is no such place
     */
    List<Descriptor> read() throws IOException;
}
