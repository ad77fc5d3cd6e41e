package dev.nydusview.fuse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Parts of FUSE that this machine has.
 *
 * @param library the libfuse 2 that was found, with its version in the name; {@code missing} if there is none
 * @param unmounter path of fusermount3 or fusermount; {@code missing} if there is none
 * @param device whether /dev/fuse is there
 */
public record FuseSetup(String library, String unmounter, boolean device) {
    private static final String LIBRARY = "libfuse.so.2";
    private static final String MISSING = "missing";

    /** Looks for them as the dynamic linker and a shell with the environment {@code variables} would. */
    public static FuseSetup find(Map<String, String> variables) {
        return new FuseSetup(
                library(variables).map(FuseSetup::realName).orElse(MISSING),
                Stream.of("fusermount3", "fusermount")
                        .flatMap(name -> onPath(name, variables).stream())
                        .findFirst()
                        .map(Path::toString)
                        .orElse(MISSING),
                Files.exists(Path.of("/dev/fuse")));
    }

    private static Optional<Path> onPath(String name, Map<String, String> variables) {
        return directories(variables.getOrDefault("PATH", ""))
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> library(Map<String, String> variables) {
        String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        List<String> usual = List.of(
                "/lib/" + arch + "-linux-gnu",
                "/usr/lib/" + arch + "-linux-gnu",
                "/lib64",
                "/usr/lib64",
                "/lib",
                "/usr/lib",
                "/usr/local/lib");
        return Stream.concat(
                        directories(variables.getOrDefault("LD_LIBRARY_PATH", "")),
                        usual.stream().map(Path::of))
                .map(directory -> directory.resolve(LIBRARY))
                .filter(Files::exists)
                .findFirst();
    }

    private static String realName(Path library) {
        try {
            return library.toRealPath().toString();
        } catch (IOException e) {
            return library.toString();
        }
    }

    private static Stream<Path> directories(String searchPath) {
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(directory -> directory.startsWith("/"))
                .map(Path::of);
    }
}
