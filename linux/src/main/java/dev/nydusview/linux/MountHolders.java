package dev.nydusview.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the processes that use a FUSE mount, by their entries in {@code /proc}. Nothing is asked of the mount itself,
 * which may hang; entries that are hidden from this user stay unknown.
 */
public final class MountHolders {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_HOLDERS = 20;

    private final Path proc;
    private final String mountPoint;
    private final String source;
    private final @Nullable String device;
    private final @Nullable String id;

    private MountHolders(Path proc, Path mountPoint, String source, @Nullable MountEntry mount) {
        this.proc = proc;
        this.mountPoint = mountPoint.toString();
        this.source = source;
        this.device = mount == null ? null : mount.device();
        this.id = mount == null ? null : String.valueOf(mount.id());
    }

    /**
     * Finds the holders of the FUSE mount that is now at {@code mountPoint}. Call it before unmounting, while the mount
     * can be told from others.
     *
     * @param source name by which copies of the mount are recognized if the mount itself is gone
     */
    public static MountHolders of(Path mountPoint, String source) throws IOException {
        return of(PROC, mountPoint, source);
    }

    static MountHolders of(Path proc, Path mountPoint, String source) throws IOException {
        Optional<MountEntry> mount = new MountTable(proc.resolve("self/mountinfo"))
                .topmost(mountPoint)
                .filter(MountEntry::isFuse);
        return new MountHolders(proc, mountPoint, source, mount.orElse(null));
    }

    /**
     * Finds the processes that use the mount, except this one and {@code server}; only the first if there are very
     * many.
     */
    public List<MountHolder> find(long server) {
        List<MountHolder> holders = new ArrayList<>();
        Set<String> namespaces = new HashSet<>();
        String own = link(proc.resolve("self/ns/mnt"));
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                String how = pid == self || pid == server ? null : use(process, own, namespaces);
                if (how != null) {
                    holders.add(new MountHolder(pid, program(process), how));
                }
                if (holders.size() == MAX_HOLDERS) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            return holders;
        }
        return holders;
    }

    /**
     * Returns the words for how a process uses the mount; null if it does not. The first process of a namespace with a
     * copy is named.
     */
    private @Nullable String use(Path process, String own, Set<String> namespaces) {
        List<MountEntry> copies = copies(process);
        if (copies.isEmpty() && id == null) {
            return null;
        }
        String direct = direct(process, copies);
        if (direct != null) {
            return direct;
        }
        String namespace = link(process.resolve("ns/mnt"));
        boolean elsewhere = !namespace.isEmpty() && !namespace.equals(own);
        return elsewhere && !copies.isEmpty() && namespaces.add(namespace)
                ? "is in a mount namespace that has a copy of the mount at "
                        + copies.get(0).point()
                : null;
    }

    private @Nullable String direct(Path process, List<MountEntry> copies) {
        for (String what : List.of("cwd", "root")) {
            String target = link(process.resolve(what));
            if (isBelow(target, copies)) {
                return "has its " + (what.equals("cwd") ? "working" : "root") + " directory at " + target;
            }
        }
        String open = open(process, copies);
        return open == null ? mapped(process) : open;
    }

    private @Nullable String open(Path process, List<MountEntry> copies) {
        Set<String> ids = new HashSet<>();
        copies.forEach(copy -> ids.add(String.valueOf(copy.id())));
        if (id != null) {
            ids.add(id); // of the mount that is out of the tree
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fdinfo"))) {
            for (Path descriptor : descriptors) {
                for (String line : Files.readAllLines(descriptor, StandardCharsets.ISO_8859_1)) {
                    if (line.startsWith("mnt_id:")
                            && ids.contains(line.substring(7).strip())) {
                        return "has " + link(process.resolve("fd").resolve(descriptor.getFileName())) + " open";
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            return null; // gone, or not ours to see
        }
        return null;
    }

    /** Programs and libraries that run from the mount: maps has the device in hexadecimal. */
    private @Nullable String mapped(Path process) {
        if (device == null) {
            return null;
        }
        String[] numbers = device.split(":", -1);
        String wanted = String.format("%02x:%02x", Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        try {
            for (String line : Files.readAllLines(process.resolve("maps"), StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split("\\s+", 6); // ADDRESS PERMISSIONS OFFSET DEVICE INODE PATH
                if (fields.length == 6 && fields[3].equals(wanted)) {
                    return "has " + fields[5] + " mapped";
                }
            }
        } catch (IOException | RuntimeException e) {
            return null;
        }
        return null;
    }

    private static boolean isBelow(String path, List<MountEntry> copies) {
        return path.startsWith("/")
                && copies.stream().anyMatch(copy -> Path.of(path).startsWith(copy.point()));
    }

    /** The mounts of the file system that a process sees. */
    private List<MountEntry> copies(Path process) {
        try {
            return new MountTable(process.resolve("mountinfo"))
                    .entries().stream().filter(this::isCopy).toList();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private boolean isCopy(MountEntry entry) {
        return device == null
                ? entry.isFuse()
                        && entry.source().equals(source)
                        && entry.point().toString().endsWith(mountPoint)
                : entry.device().equals(device);
    }

    private static String link(Path path) {
        try {
            return Files.readSymbolicLink(path).toString();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static String program(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "?";
        }
    }
}
