package dev.nydusview.scan.run;

import java.util.List;

/**
 * Means by which a program is kept from the rest of the machine.
 *
 * @param has means that were set up, in a few words each
 * @param lacks means that this system or user cannot have, with the reason
 */
public record Confinement(List<String> has, List<String> lacks) {
    /** Sentence about programs in user namespaces. */
    public static final String OWNERS =
            "owners of files: in a user namespace the files of other users are shown as owned by 65534, "
                    + "except by the Python packages that come with nydusview; only root can avoid that";

    public Confinement {
        has = List.copyOf(has);
        lacks = List.copyOf(lacks);
    }
}
