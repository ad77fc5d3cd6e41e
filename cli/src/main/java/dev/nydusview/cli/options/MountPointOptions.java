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
            description = "Additional FUSE mount options; ro, nosuid and nodev are always set.")
    List<String> extra = new ArrayList<>();

    @Option(names = "--nonempty", fallbackValue = "true", description = "Mount over a directory that is not empty.")
    boolean nonEmpty;

    @Option(
            names = "--allow-other",
            fallbackValue = "true",
            description = "Allow access by other users. The kernel then checks owners and modes of the image for every "
                    + "user, you included. Unless you are root, /etc/fuse.conf must contain user_allow_other.")
    boolean allowOther;

    @Option(
            names = "--contain-links",
            fallbackValue = "true",
            description = "Rewrite symbolic links that lead out of the image, so that they lead to the file that a "
                    + "container would find (default: true with --run, otherwise false).")
    @Nullable
    Boolean containLinks;

    @Mixin
    VerifyOnOpenOption verifyOnOpen = new VerifyOnOpenOption();

    @Option(
            names = "--no-profile",
            fallbackValue = "true",
            description =
                    "Do not tell known scanners by their executables, to fetch ahead what they are known to read; "
                            + "nor fetch what was read of other images of the repository, or remember what is read.")
    boolean noProfile;

    @Mixin
    EngineOption engine = new EngineOption();

    /** Returns the engine that serves the mount. */
    public EngineChoice engine() {
        return engine.engine;
    }

    /**
     * Properties of the mount.
     *
     * @param run whether a program is run on it, which links would otherwise lead to files of this machine
     */
    public MountRequest.Point point(boolean run) {
        boolean contained = containLinks == null ? run : containLinks;
        return new MountRequest.Point(extra, nonEmpty, allowOther, contained, verifyOnOpen.bytes(), !noProfile);
    }
}
