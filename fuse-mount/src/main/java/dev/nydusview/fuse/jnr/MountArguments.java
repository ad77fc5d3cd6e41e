package dev.nydusview.fuse.jnr;

import dev.nydusview.fuse.MountOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that libfuse parses. */
final class MountArguments {
    /** Validity of the kernel's caches in seconds: an image does not change while it is mounted. */
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
                "fsname=" + options.escapedName()));
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
            // This process can read all of the image; only the kernel can check which user may read what.
            list.add("default_permissions");
        }
        list.addAll(List.of("ro", "nosuid", "nodev")); // last, where no other option can take them back
        return List.of("nydusview", "-f", "-o", String.join(",", list), directory.toString());
    }

    private static boolean allowsOtherUsers(String option) {
        return option.contains("allow_other") || option.contains("allow_root");
    }
}
