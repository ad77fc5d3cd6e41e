package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.linux.LibC;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Mount options, for mount(2) and for the helper.
 *
 * @param flags of mount(2)
 * @param words of the data of mount(2) that both understand
 * @param names of the flags, as the helper has them
 */
record KernelOptions(long flags, List<String> words, List<String> names) {
    private static final Map<String, Long> FLAGS = Map.of(
            "ro", LibC.MS_RDONLY,
            "nosuid", LibC.MS_NOSUID,
            "nodev", LibC.MS_NODEV,
            "noexec", LibC.MS_NOEXEC,
            "sync", LibC.MS_SYNCHRONOUS,
            "dirsync", LibC.MS_DIRSYNC,
            "noatime", LibC.MS_NOATIME);

    /** Defaults, options for which nothing needs to be done, and those that are refused in silence, as libfuse does. */
    private static final Set<String> PLAIN =
            Set.of("exec", "async", "atime", "defaults", "kernel_cache", "nonempty", "rw", "suid", "dev");

    private static final Set<String> WORDS = Set.of("allow_other", "default_permissions");
    private static final List<String> VALUED =
            List.of("max_read=", "context=", "fscontext=", "defcontext=", "rootcontext=");

    /** Tests whether this engine understands all of {@code options}. */
    static boolean understands(MountOptions options) {
        return options.extra().stream().flatMap(KernelOptions::split).allMatch(KernelOptions::isKnown);
    }

    private static Stream<String> split(String options) {
        return Arrays.stream(options.split(",", -1));
    }

    private static boolean isKnown(String option) {
        return FLAGS.containsKey(option)
                || PLAIN.contains(option)
                || WORDS.contains(option)
                || VALUED.stream().anyMatch(option::startsWith);
    }

    /** Takes options apart; an exception names one that this engine does not understand. */
    static KernelOptions of(MountOptions options) throws MountException {
        long flags = LibC.MS_RDONLY | LibC.MS_NOSUID | LibC.MS_NODEV;
        List<String> names = new ArrayList<>(List.of("ro", "nosuid", "nodev"));
        List<String> words = new ArrayList<>();
        if (options.allowOther()) {
            words.add("allow_other");
        }
        for (String option :
                options.extra().stream().flatMap(KernelOptions::split).toList()) {
            if (!isKnown(option)) {
                throw new MountException("the native engine does not know the mount option \"" + option
                        + "\": leave it out, or choose libfuse with --engine jnr");
            }
            if (FLAGS.containsKey(option)) {
                flags |= FLAGS.get(option);
                names.add(option);
            } else if (!PLAIN.contains(option)) {
                words.add(option);
            }
        }
        if (words.contains("allow_other") && !words.contains("default_permissions")) {
            // This process reads all of the image for whoever asks; only the kernel can tell who may ask for what.
            words.add("default_permissions");
        }
        return new KernelOptions(flags, List.copyOf(words), List.copyOf(names));
    }

    /** Returns the data of mount(2), without the descriptor. */
    String data(int user, int group) {
        List<String> all = new ArrayList<>(List.of("rootmode=40000", "user_id=" + user, "group_id=" + group));
        all.addAll(words);
        return String.join(",", all);
    }

    /** Returns the options of the helper. */
    String helper(MountOptions options, boolean autoUnmount) {
        List<String> all = new ArrayList<>(names);
        all.addAll(words);
        all.add("fsname=" + options.escapedName());
        all.add("subtype=nydusview");
        if (autoUnmount) {
            all.add("auto_unmount");
        }
        return String.join(",", all);
    }
}
