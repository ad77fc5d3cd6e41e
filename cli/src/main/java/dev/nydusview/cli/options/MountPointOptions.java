package dev.nydusview.cli.options;

import dev.nydusview.jobs.mount.MountRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a mount. */
@HelpGroup("Mount")
public final class MountPointOptions {
    @Option(
            names = "-o",
            paramLabel = "OPTION",
            split = ",",
            description = "Further FUSE mount options; ro, nosuid and nodev are always set.")
    List<String> extra = new ArrayList<>();

    @Option(names = "--nonempty", fallbackValue = "true", description = "Mount over a directory that is not empty.")
    boolean nonEmpty;

    @Option(
            names = "--allow-other",
            fallbackValue = "true",
            description =
                    "Let other users read what owners and modes in the image let them read, which then holds for you as "
                            + "well; unless root mounts, /etc/fuse.conf must say user_allow_other.")
    boolean allowOther;

    @Option(
            names = "--contain-links",
            fallbackValue = "true",
            description =
                    "Show symbolic links that lead out of the image as a container would follow them, rather than "
                            + "as they are (default: true with --run, else false).")
    @Nullable
    Boolean containLinks;

    @Mixin
    VerifyOnOpenOption verifyOnOpen = new VerifyOnOpenOption();

    /**
     * Properties of the mount.
     *
     * @param run whether a program is run on it, which links would otherwise lead to files of this machine
     */
    public MountRequest.Point point(boolean run) {
        boolean contained = containLinks == null ? run : containLinks;
        return new MountRequest.Point(extra, nonEmpty, allowOther, contained, verifyOnOpen.bytes());
    }
}
