package dev.nydusview.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** List of mounts, as {@code /proc/self/mountinfo} has it. */
public final class MountTable {
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");

    /** List of the calling thread, which may be in a namespace of its own. */
    private static final Path MOUNT_INFO_OF_THREAD = Path.of("/proc/thread-self/mountinfo");

    private final Path mountInfo;

    /** Table of the mount namespace of this process. */
    public MountTable() {
        this(MOUNT_INFO);
    }

    MountTable(Path mountInfo) {
        this.mountInfo = mountInfo;
    }

    /** Returns the table of the mount namespace in which the calling thread is. */
    public static MountTable ofThread() {
        return new MountTable(MOUNT_INFO_OF_THREAD);
    }

    /** Returns the source, such as {@code nydusview:REF}, of the topmost FUSE mount at {@code mountPoint}. */
    public Optional<String> fuseSource(Path mountPoint) throws IOException {
        return topmost(mountPoint).filter(MountEntry::isFuse).map(MountEntry::source);
    }

    /** Returns the visible mount at {@code mountPoint}; empty if nothing is mounted exactly there. */
    Optional<MountEntry> topmost(Path mountPoint) throws IOException {
        return entries().stream()
                .filter(entry -> entry.point().equals(mountPoint))
                .reduce((lower, upper) -> upper);
    }

    /** Lists all mounts in the kernel's order: a mount that lies on another comes after it. */
    public List<MountEntry> entries() throws IOException {
        List<MountEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(mountInfo, StandardCharsets.ISO_8859_1)) {
            MountEntry.parse(line).ifPresent(entries::add);
        }
        return entries;
    }
}
