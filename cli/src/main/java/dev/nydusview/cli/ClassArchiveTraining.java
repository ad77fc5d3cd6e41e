package dev.nydusview.cli;

import dev.nydusview.base.Threads;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Terminal;
import dev.nydusview.linux.TreeRemoval;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Runs the common commands, so that the JVM can write the classes that they load, and what it learnt about them, into an
 * archive; their output is discarded. The launcher runs this once for a build and a group of commands.
 */
final class ClassArchiveTraining {
    private static final String IMAGE = "demo:nydus-v6";

    /**
     * Mounts that are read whole, as often without a cache as with one. Their data stays below the 128 MiB from which BLAKE3
     * is computed on vectors: classes of a module that is loaded later cannot be in an archive.
     */
    private static final int MOUNTS = 2;

    private static final int WAIT_MILLIS = 50;

    private ClassArchiveTraining() {}

    /** Takes the group of commands, as the launcher names it, and the OCI layout with the sample image, which may be missing. */
    public static void main(String[] arguments) throws IOException {
        Path layout = Path.of(arguments[1]);
        if (!Files.exists(layout.resolve("index.json"))) {
            run("version");
            return;
        }
        Path directory = Files.createTempDirectory("nydusview-training");
        try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(layout))) {
            String reference = registry.host() + "/" + IMAGE;
            serve(reference);
            if ("mount".equals(arguments[0])) {
                mount(reference, directory + "/cache");
            } else {
                all(reference);
            }
        } finally {
            TreeRemoval.remove(directory);
        }
    }

    /** Mounts the image in the place of a program that the launcher would start, and ends that from outside. */
    private static void serve(String reference) throws IOException {
        LoadAhead.start(List.of("mount", reference));
        Path directory = Files.createTempDirectory("nydusview-training");
        Thread mount = Threads.daemon("mount", () -> run("mount", "--no-cache", reference, directory.toString()));
        mount.start();
        try {
            while (mount.isAlive() && run("umount", directory.toString()) != 0) {
                mount.join(WAIT_MILLIS);
            }
            mount.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            TreeRemoval.remove(directory);
        }
    }

    /** Mounts the image, and reads it as programs do; fails, and does no harm, where FUSE is missing. */
    private static void mount(String reference, String cache) {
        String read = "find {} -printf '%s\n'; tar -cf - -C {} . | cat";
        for (int i = 0; i < MOUNTS; i++) {
            run("mount", "--no-cache", reference, "--run", "sh", "-c", read);
            run("mount", "--cache-dir", cache, reference, "--run", "sh", "-c", read);
        }
    }

    private static void all(String reference) throws IOException {
        run("version");
        run("version", "--format", "json");
        run("ls", "--help");
        run("no-such-command");
        useImage(reference);
    }

    private static void useImage(String reference) throws IOException {
        run("ls", "-l", "--no-cache", reference);
        run("ls", "--format", "json", "--no-cache", reference);
        run("stat", "--no-cache", reference, "/");
        run("cat", "--no-cache", reference, "/etc/os-release");
        run("extract", "--no-cache", reference, "-");
        run("inspect", "--no-cache", reference, "-R", "stats", "-R", "cd usr", "-R", "ls -l", "-R", "blobs");
        run("stats", "--no-cache", reference);
        run("blobs", "--no-cache", reference);
        run("prefetch", "--no-cache", reference);
        run("stat", "--no-cache", reference, "/etc/os-release", "/usr/lib/os-release");
        run("chunk", "--no-cache", reference, "0");
        run("mount", "--no-cache", reference, "--run", "true", "{}"); // fails, and does no harm, where FUSE is missing
        scan(reference);
        plugin(reference);
    }

    /** Runs the commands for plugins with a plugin that finds nothing. */
    private static void plugin(String reference) throws IOException {
        Path directory = Files.createTempDirectory("nydusview-training");
        Path program = directory.resolve("plugin");
        try {
            Files.writeString(
                    program,
                    """
                    #!/bin/sh
                    [ "$1" = info ] || exit 0
                    echo '{"manifestVersion":1,"name":"p","commands":[{"path":["scan"],"type":"image"}]}'
                    """);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
            Map<String, String> path = Map.of("PATH", "/usr/bin:/bin");
            run(
                    path,
                    "plugin",
                    "run",
                    program.toString(),
                    "--cache-dir",
                    directory + "/cache",
                    "--plugin-network",
                    reference);
        } finally {
            TreeRemoval.remove(directory);
        }
    }

    /** Runs a scan with a program in place of the scanner, which may not be installed. */
    private static void scan(String reference) throws IOException {
        Path directory = Files.createTempDirectory("nydusview-training");
        Path program = directory.resolve("trivy");
        try {
            Files.writeString(program, "#!/bin/sh\nfor tree; do :; done\ncat $tree/etc/*release >&2\necho '{}'\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            Map<String, String> path = Map.of("PATH", directory + ":/usr/bin:/bin");
            run(
                    path,
                    "scan",
                    "--cache-dir",
                    directory + "/cache",
                    "-s",
                    "trivy",
                    "--find",
                    "packages",
                    "--format",
                    "cyclonedx",
                    reference);
            run("cat", "--cache-dir", directory + "/cache", reference, "/etc/os-release"); // from the cache
            run("complete", "cat", "--cache-dir", directory + "/cache", reference, "/etc/");
            run("complete", "cat", "--cache-dir", directory + "/cache", "");
            configure(directory);
        } finally {
            TreeRemoval.remove(directory);
        }
    }

    /** Runs commands with a configuration file. */
    private static void configure(Path directory) throws IOException {
        Path file = directory.resolve("config.toml");
        Files.writeString(file, "[defaults]\nretry-for = \"1s\"\n\n[registry.\"localhost\"]\nplain-http = true\n");
        Map<String, String> named = Map.of("NYDUSVIEW_CONFIG", file.toString());
        run(named, "cache", "ls", "--cache-dir", directory + "/cache");
        run(named, "settings");
    }

    private static int run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private static int run(Map<String, String> variables, String... arguments) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        PrintStream silence = new PrintStream(nowhere, false, StandardCharsets.UTF_8);
        return Nydusview.run(
                new Environment(variables, InputStream.nullInputStream(), nowhere, silence, Terminal.NONE), arguments);
    }
}
