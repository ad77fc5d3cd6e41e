package dev.nydusview.jobs.control;

import dev.nydusview.base.CurrentUser;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The directory, readable by its user alone, in which running mounts can be found. */
public final class StateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** Bytes of the directory's path: a UNIX socket's may have 107, of which the name takes 21 with its slash. */
    private static final int MAX_PATH_LENGTH = 107 - 21;

    private static final int RANDOM_BYTES = 6;

    /** Directory for temporary files, where the JVM puts its own by default. */
    private static final Path SHARED = Path.of("/tmp");

    private final Path directory;

    private StateDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the directory of the user who runs this process, and creates it if it is missing. If another user has taken
     * the name in the shared directory for temporary files, another name is used; a directory that the user has chosen,
     * as by {@code XDG_RUNTIME_DIR}, has no replacement.
     */
    public static StateDirectory open(Map<String, String> variables) throws IOException {
        return open(variables, Path.of(System.getProperty("java.io.tmpdir")), SHARED);
    }

    static StateDirectory open(Map<String, String> variables, Path temporary, Path shared) throws IOException {
        int user = CurrentUser.id();
        Path directory = candidates(variables, temporary, user)
                .filter(path -> path.toString().length() <= MAX_PATH_LENGTH)
                .filter(path -> Files.isWritable(path.getParent()))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.FAILURE,
                        "no directory for the state of mounts: set XDG_RUNTIME_DIR to a directory that you own"));
        if (isMade(directory) || isPrivate(directory, user)) {
            return new StateDirectory(directory);
        }
        if (shared.equals(directory.getParent()) && !isOf(directory, user)) {
            return new StateDirectory(other(directory, user));
        }
        throw new CommandException(
                ExitCode.FAILURE,
                directory + " is not a directory that only you can use; remove it, or set XDG_RUNTIME_DIR");
    }

    private static Stream<Path> candidates(Map<String, String> variables, Path temporary, int user) {
        return Stream.of(
                        Path.of(variables.getOrDefault("XDG_RUNTIME_DIR", ""), "nydusview"),
                        Path.of("/run/user/" + user, "nydusview"),
                        temporary.resolve("nydusview-" + user))
                .filter(Path::isAbsolute);
    }

    /** Makes the directory; false if something has that name. */
    private static boolean isMade(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static boolean isOf(Path path, int user) throws IOException {
        return Integer.valueOf(user).equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    private static boolean isPrivate(Path directory, int user) throws IOException {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && isOf(directory, user)
                && OWNER_ONLY.equals(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Finds or makes a directory with an unpredictable name, which others cannot take in advance; later processes have
     * to find it.
     */
    private static Path other(Path taken, int user) throws IOException {
        Optional<Path> there = firstOther(taken, user);
        if (there.isEmpty()) {
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            Path made = taken.resolveSibling(
                    taken.getFileName() + "-" + HexFormat.of().formatHex(random));
            Files.createDirectory(made, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            there = firstOther(taken, user); // another process may have made one as well
            if (there.isPresent() && !there.get().equals(made)) {
                Files.delete(made);
            }
        }
        return there.orElseThrow(() -> new IOException(taken + " cannot be used, and neither can its replacement"));
    }

    private static Optional<Path> firstOther(Path taken, int user) throws IOException {
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(taken.getParent(), taken.getFileName() + "-*")) {
            for (Path entry : entries) {
                if (isThere(entry) && isPrivate(entry, user)) {
                    others.add(entry);
                }
            }
        }
        return others.stream().min(Comparator.naturalOrder());
    }

    /** Tests whether an entry is still there, as other processes may remove theirs at any time. */
    private static boolean isThere(Path entry) {
        return Files.exists(entry, LinkOption.NOFOLLOW_LINKS);
    }

    /** The directory itself. */
    public Path path() {
        return directory;
    }

    /** The files of the mount at an absolute mount point. */
    public MountFiles files(Path mountPoint) {
        return MountFiles.of(directory, mountPoint);
    }

    /** The files of all mounts that have left any. */
    public List<MountFiles> all() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(MountFiles.REPORT_SUFFIX))
                    .sorted()
                    .map(name -> name.substring(0, name.length() - MountFiles.REPORT_SUFFIX.length()))
                    .map(key -> new MountFiles(directory, key))
                    .toList();
        }
    }
}
