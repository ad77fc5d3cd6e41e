package dev.nydusview.fuse.jnr;

import dev.nydusview.fuse.MountOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that libfuse parses. */
final class MountArguments {
    /** The image never changes: what the kernel has learnt of it stays right for as long as it is mounted. */
    private static final int FOREVER_SECONDS = 1 << 30;

    private static final List<Path> FUSERMOUNT = List.of(Path.of("/usr/bin/fusermount"), Path.of("/bin/fusermount"));

    private MountArguments() {}

    static List<String> of(Path directory, MountOptions options, boolean root) {
        List<String> list = new ArrayList<>(List.of(
                "use_ino",
                "readdir_ino",
                "kernel_cache",
                "attr_timeout=" + FOREVER_SECONDS,
                "entry_timeout=" + FOREVER_SECONDS,
                "negative_timeout=" + FOREVER_SECONDS,
                "subtype=nydusview",
                "fsname=" + escape(options.name())));
        if (options.allowOther()) {
            list.add("allow_other");
        }
        if (options.nonEmpty()) {
            list.add("nonempty");
        }
        if (options.autoUnmount() && root && FUSERMOUNT.stream().anyMatch(Files::isExecutable)) {
            list.add("auto_unmount"); // so that a killed process leaves no dead mount point behind
        }
        list.addAll(options.extra());
        if (list.stream().anyMatch(MountArguments::allowsOtherUsers)) {
            // This process reads all of the image for whoever asks; only the kernel can tell who may ask for what.
            list.add("default_permissions");
        }
        list.addAll(List.of("ro", "nosuid", "nodev")); // last, where no other option can take them back
        return List.of("nydusview", "-f", "-o", String.join(",", list), directory.toString());
    }

    private static boolean allowsOtherUsers(String option) {
        return option.contains("allow_other") || option.contains("allow_root");
    }

    /** Commas separate options, and a backslash takes the meaning from what follows it. */
    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,");
    }
}
