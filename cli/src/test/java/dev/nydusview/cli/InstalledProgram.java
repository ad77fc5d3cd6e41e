package dev.nydusview.cli;

import static java.util.Objects.requireNonNull;

import dev.nydusview.jobs.InstalledFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The program of this build as an installation has it, for shells: {@code bin/nydusview}, with its plugins. */
final class InstalledProgram {
    /** Options of the launcher without which newer JDKs print warnings. */
    private static final String QUIET = "--enable-native-access=ALL-UNNAMED"
            + (Runtime.version().feature() < 23 ? "" : " --sun-misc-unsafe-memory-access=allow");

    private InstalledProgram() {}

    /** Makes {@code bin}, {@code lib} and {@code share} in {@code directory}; returns the program. */
    static Path in(Path directory) throws IOException {
        Path share = Files.createDirectory(directory.resolve("share"));
        Path sources = Path.of("..").toRealPath();
        Files.createSymbolicLink(share.resolve("plugins"), sources.resolve("plugins"));
        Files.createSymbolicLink(share.resolve("python"), sources.resolve("python/src"));
        String script = "#!/bin/sh\nexec '" + System.getProperty("java.home")
                + "/bin/java' -XX:TieredStopAtLevel=1 " + QUIET + " -cp '"
                + classes(directory.resolve("lib/classes")) + File.pathSeparator + System.getProperty("java.class.path")
                + "' dev.nydusview.cli.Main \"$@\"\n";
        Path program = Files.createDirectory(directory.resolve("bin")).resolve("nydusview");
        Files.writeString(program, script);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Copies the class that looks for {@code share} beside the directory of its jar. */
    private static Path classes(Path directory) throws IOException {
        String name = InstalledFiles.class.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve(name);
        Files.createDirectories(requireNonNull(copy.getParent()));
        try (InputStream original = requireNonNull(ClassLoader.getSystemResourceAsStream(name))) {
            Files.copy(original, copy);
        }
        return directory;
    }
}
