package dev.nydusview.scan.run;

import dev.nydusview.linux.MountEntry;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Mounts that make a sandbox, as lines of {@code fstab(5)}. The mounts are put together on a directory that no
 * program needs, and in the end cover it.
 */
final class MountPlan {
    /** Directory of control groups, which programs are not to see anyway. */
    static final String STAGING = "/sys/fs/cgroup";

    private static final Path KERNEL = Path.of("/sys");
    private static final List<String> NODES = List.of("null", "zero", "full", "random", "urandom", "tty");
    private static final List<String> LINKS = List.of("fd", "stdin", "stdout", "stderr");
    private static final String STRICT = "ro,nosuid,nodev,noexec";

    private final Sandbox sandbox;
    private final SandboxTools means;
    private final MaskedPaths covers;
    private final List<MaskedPaths.Cover> inOrder;
    private final List<MountEntry> visible;
    private final Set<String> directories = new LinkedHashSet<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    MountPlan(Sandbox sandbox, SandboxTools means, MaskedPaths covers, List<MountEntry> mounts) {
        this.sandbox = sandbox;
        this.means = means;
        this.covers = covers;
        this.inOrder = covers.inOrder();
        this.visible = new VisibleMounts(mounts).all();
        directories.add(STAGING + "/empty");
        files.add(STAGING + "/nothing");
        devices();
        share();
        cover();
        line(STAGING + "/dev", "/dev", "none", "rbind,ro");
        image();
        kernel();
    }

    private void devices() {
        directories.add(STAGING + "/dev/shm");
        directories.add(STAGING + "/dev/pts");
        for (String node : NODES) {
            if (Files.exists(Path.of("/dev", node))) {
                files.add(STAGING + "/dev/" + node);
                line("/dev/" + node, STAGING + "/dev/" + node, "none", "bind");
            }
        }
        line("nydusview-shm", STAGING + "/dev/shm", "tmpfs", "nosuid,nodev,noexec,mode=1777,size=256m");
        if (sandbox.writable() && Files.isDirectory(Path.of("/dev/pts"))) {
            line("/dev/pts", STAGING + "/dev/pts", "none", "rbind"); // of the terminal that the user may be at
        }
    }

    /** Links that every {@code /dev} has. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        for (String name : LINKS) {
            if (Files.exists(Path.of("/dev", name), LinkOption.NOFOLLOW_LINKS)) {
                links.add("/dev/" + name);
            }
        }
        return links;
    }

    /**
     * Keeps paths writable below what becomes read-only, except for files in them that must not change, such as the
     * plugin itself.
     */
    private void share() {
        for (Path open : sandbox.open()) {
            if (!isMountPoint(open)) {
                line(open.toString(), open.toString(), "none", "rbind");
            }
        }
        for (Path kept : sandbox.kept()) {
            if (isShared(kept) && !isMountPoint(kept)) {
                line(kept.toString(), kept.toString(), "none", fixed());
            }
        }
    }

    private boolean isShared(Path path) {
        for (Path open : sandbox.open()) {
            if (path.startsWith(open) && !path.equals(open)) {
                return true;
            }
        }
        return false;
    }

    private String fixed() {
        return sandbox.writable() ? "bind" : "bind,ro";
    }

    private void cover() {
        int number = 0;
        for (MaskedPaths.Cover cover : inOrder) {
            String place = cover.place().toString();
            if (cover.replaced() || !cover.kept().isEmpty()) {
                String own = STAGING + "/nydusview-" + number++;
                directories.add(own);
                for (Path kept : cover.kept()) {
                    keep(kept, own + "/" + cover.place().relativize(kept));
                }
                line(own, place, "none", "rbind");
            } else if (Files.isDirectory(cover.place())) {
                line(STAGING + "/empty", place, "none", "bind,ro");
            } else {
                line(STAGING + "/nothing", place, "none", "bind,ro");
            }
        }
    }

    private void keep(Path kept, String target) {
        boolean directory = Files.isDirectory(kept);
        (directory ? directories : files).add(target);
        if (!directory) {
            directories.add(target.substring(0, target.lastIndexOf('/')));
        }
        line(kept.toString(), target, "none", kept.equals(sandbox.image()) ? "bind," + STRICT : fixed());
    }

    /** Makes a mount of an image that is not one, so that it can be read-only. */
    private void image() {
        Path image = sandbox.image();
        if (image != null && !isKept(image) && !isMountPoint(image)) {
            line(image.toString(), image.toString(), "none", "bind," + STRICT);
        }
    }

    private boolean isKept(Path path) {
        for (MaskedPaths.Cover cover : inOrder) {
            if (cover.kept().contains(path)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMountPoint(Path path) {
        for (MountEntry mount : visible) {
            if (mount.point().equals(path)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Keeps programs from writing to the kernel's files, even as root without capabilities, who owns these files; other
     * users own only files about themselves. A new view of devices is possible only with a separate network.
     */
    private void kernel() {
        if (hasOwnDevices()) {
            line("nydusview-sys", "/sys", "sysfs", STRICT);
        } else {
            for (MountEntry mount : visible) {
                boolean below =
                        mount.point().startsWith(KERNEL) && !mount.point().equals(KERNEL);
                if (below && !mount.point().startsWith(STAGING)) {
                    line(STAGING + "/empty", mount.point().toString(), "none", "bind,ro");
                }
            }
            line(STAGING + "/empty", STAGING, "none", "bind,ro");
        }
        if (means.ownProcesses()) {
            line("nydusview-proc", "/proc", "proc", means.isRoot() ? STRICT : "nosuid,nodev,noexec");
        }
    }

    private boolean hasOwnDevices() {
        return means.way(sandbox) == SandboxTools.Way.ROOT && !sandbox.network();
    }

    private void line(String source, String target, String type, String options) {
        lines.add(escaped(source) + " " + escaped(target) + " " + type + " " + options + " 0 0");
    }

    /** Escapes a field as {@code getmntent(3)} reads it; names need not be text. */
    private static String escaped(String field) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c <= ' ' || c == '\\') {
                escaped.append('\\').append(c >> 6).append(c >> 3 & 7).append(c & 7);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    List<String> directories() {
        return List.copyOf(directories);
    }

    List<String> files() {
        return List.copyOf(files);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Change of a mount, with all its options after that. */
    record Remount(Path point, String options) {
        /** Part of the mount's line in the kernel's list as long as the mount can be written to. */
        String listed() {
            return " " + escaped(point.toString()) + " rw";
        }
    }

    List<Remount> remounts() {
        List<Remount> remounts = new ArrayList<>();
        Path image = sandbox.image();
        for (MountEntry mount : visible) {
            boolean kernel = mount.point().equals(KERNEL) && !hasOwnDevices();
            if (image != null && mount.point().equals(image)) {
                if (!isKept(image) && !sandbox.writable()) {
                    remounts.add(new Remount(image, "remount,bind," + STRICT));
                }
            } else if (mount.options().contains("rw") && (kernel || isHost(mount))) {
                remounts.add(new Remount(mount.point(), "remount,bind,ro" + lasting(mount.options())));
            }
        }
        return remounts;
    }

    /** Tests whether a mount has files of this machine that the program sees but may not write to. */
    private boolean isHost(MountEntry mount) {
        boolean open = isShared(mount.point()) || sandbox.open().contains(mount.point());
        return !sandbox.writable()
                && (!open || sandbox.kept().contains(mount.point()))
                && !mount.isFuse()
                && !mount.point().startsWith("/dev")
                && !mount.point().startsWith("/proc")
                && !mount.point().startsWith(KERNEL)
                && !covers.isCovered(mount.point());
    }

    private static String lasting(List<String> options) {
        StringBuilder lasting = new StringBuilder();
        for (String option : List.of("nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime")) {
            if (options.contains(option)) {
                lasting.append(',').append(option);
            }
        }
        return lasting.toString();
    }
}
