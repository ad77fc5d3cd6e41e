package dev.nydusview.cli.control;

import dev.nydusview.cli.exit.CommandException;
import dev.nydusview.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The directory, readable by its user alone, in which running mounts can be found. */
public final class StateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** A UNIX socket's path may have 107 bytes; the name of ours takes 21 with its slash. */
    private static final int MAX_PATH_LENGTH = 107 - 21;

    private final Path directory;

    private StateDirectory(Path directory) {
        this.directory = directory;
    }

    /** The directory of the user who runs this process, made if need be. */
    public static StateDirectory open(Map<String, String> variables) throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Path directory = candidates(variables, user)
                .filter(path -> path.toString().length() <= MAX_PATH_LENGTH)
                .filter(path -> Files.isWritable(path.getParent()))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.FAILURE,
                        "no place for the state of mounts: set XDG_RUNTIME_DIR to a directory of yours"));
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            requirePrivate(directory, user);
        }
        return new StateDirectory(directory);
    }

    private static Stream<Path> candidates(Map<String, String> variables, Object user) {
        return Stream.of(
                        Path.of(variables.getOrDefault("XDG_RUNTIME_DIR", ""), "nydusview"),
                        Path.of("/run/user/" + user, "nydusview"),
                        Path.of(System.getProperty("java.io.tmpdir"), "nydusview-" + user))
                .filter(Path::isAbsolute);
    }

    private static void requirePrivate(Path directory, Object user) throws IOException {
        boolean mine = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && user.equals(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                && OWNER_ONLY.equals(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
        if (!mine) {
            throw new CommandException(
                    ExitCode.FAILURE,
                    directory + " is not a directory that only you can use; remove it, or set XDG_RUNTIME_DIR");
        }
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
