package dev.nydusview.scan.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of what a program sees and may do, as far as the system can set them.
 *
 * @param network whether it has this machine's network; if not, it has none
 * @param writable whether it may write where its user may; if not, only to what is {@code open}, and to temporary
 *     directories of its own
 * @param image the directory of the image, in which it can neither write nor run files; null for none
 * @param hidden files and directories that it sees empty, or not at all
 * @param kept directories that it sees although they lie below hidden or replaced ones
 * @param open temporary directories that it shares with this machine
 * @param owners whether it must see the owners of files, which it does not in a user namespace
 * @param readsAll whether it reads files whatever their modes, as an unpacked image needs
 * @param groups files of control groups by which it joins them
 */
public record Sandbox(
        boolean network,
        boolean writable,
        @Nullable Path image,
        List<Path> hidden,
        List<Path> kept,
        List<Path> open,
        boolean owners,
        boolean readsAll,
        List<Path> groups) {
    public Sandbox {
        hidden = List.copyOf(hidden);
        kept = List.copyOf(kept);
        open = List.copyOf(open);
        groups = List.copyOf(groups);
    }

    /**
     * Returns the sandbox of a program that the user has chosen, such as a scanner: it may write its reports and
     * databases.
     */
    public static Sandbox ofScanner(List<Path> hidden) {
        return new Sandbox(true, true, null, hidden, List.of(), List.of(), false, false, List.of());
    }

    /** Returns the sandbox of a program that may write to temporary directories only. */
    public static Sandbox ofPlugin(boolean network, List<Path> hidden) {
        return new Sandbox(network, false, null, hidden, List.of(), List.of(), false, false, List.of());
    }

    /** Returns this sandbox for an unknown program, which may depend on owners. */
    public Sandbox withRealOwners() {
        return new Sandbox(network, writable, image, hidden, kept, open, true, readsAll, groups);
    }

    /** The same over the image in {@code directory}. */
    public Sandbox over(Path directory, boolean unpacked) {
        return new Sandbox(network, writable, directory, hidden, kept, open, owners, unpacked, groups);
    }

    /** The same with more that is hidden. */
    public Sandbox hiding(List<Path> more) {
        return new Sandbox(network, writable, image, joined(hidden, more), kept, open, owners, readsAll, groups);
    }

    /** The same with more that is seen wherever it lies. */
    public Sandbox keeping(List<Path> more) {
        return new Sandbox(network, writable, image, hidden, joined(kept, more), open, owners, readsAll, groups);
    }

    /** The same, sharing {@code directories} with this machine. */
    public Sandbox sharing(List<Path> directories) {
        return new Sandbox(network, writable, image, hidden, kept, joined(open, directories), owners, readsAll, groups);
    }

    /** The same in control groups. */
    public Sandbox joining(List<Path> files) {
        return new Sandbox(network, writable, image, hidden, kept, open, owners, readsAll, joined(groups, files));
    }

    private static List<Path> joined(List<Path> some, List<Path> more) {
        List<Path> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
