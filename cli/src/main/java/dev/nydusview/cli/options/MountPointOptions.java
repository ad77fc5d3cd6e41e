package dev.nydusview.cli.options;

import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.ServeOptions;
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

    /** The options for the image called {@code name}. */
    public MountOptions of(String name) {
        return of(name, containLinks != null && containLinks);
    }

    /** The same for a program that is run on it, and would otherwise be led to files of this machine. */
    public MountOptions ofRun(String name) {
        return of(name, containLinks == null || containLinks);
    }

    private MountOptions of(String name, boolean contained) {
        return new MountOptions(
                "nydusview:" + name,
                allowOther,
                List.copyOf(extra),
                nonEmpty,
                true,
                new ServeOptions(verifyOnOpen.bytes(), contained));
    }
}
