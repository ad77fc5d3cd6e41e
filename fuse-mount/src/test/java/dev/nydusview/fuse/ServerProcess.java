package dev.nydusview.fuse;

import dev.nydusview.fuse.engine.Engines;
import dev.nydusview.rafs.chunk.FileReader;
import dev.nydusview.testdata.ProcessLines;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A mount that a process of its own serves, so that it can be killed, stopped, or be another user's. */
final class ServerProcess implements Closeable {
    static final int FILES = 50;

    private static final int LIMIT_SECONDS = 30;

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /**
     * Serves until the mount ends. Arguments: engine, mount point, {@code auto} to be unmounted by a helper, and then
     * {@code read} to read all and unmount, or {@code v5} or {@code v6} for the tree of {@link MixedReaders}.
     */
    public static void main(String[] arguments) throws Exception {
        String task = arguments.length > 3 ? arguments[3] : "serve";
        BuiltTree built =
                switch (task) {
                    case "v5" -> BuiltTree.of(ImageBuilder.v5(), MixedReaders.tree());
                    case "v6" -> BuiltTree.of(ImageBuilder.v6(), MixedReaders.tree());
                    default -> BuiltTree.of(ImageBuilder.v6(), tree());
                };
        MountOptions options = new MountOptions(
                "nydusview:test", false, List.of(), false, arguments[2].equals("auto"), ServeOptions.DEFAULT);
        try (PendingMount pending = PendingMount.make(Engines.valueOf(arguments[0]), Path.of(arguments[1]), options)) {
            ImageMount mount =
                    pending.serve(built.image(), new FileReader(built.image().tree(), built.source()));
            for (int i = 0; task.equals("read") && i < FILES; i++) { // where nobody else sees the mount
                byte[] read = Files.readAllBytes(Path.of(arguments[1], "f" + i));
                System.out.println(i + (Arrays.equals(read, content(i)) ? " is right" : " is wrong"));
            }
            System.out.println("mounted");
            if (task.equals("read")) {
                mount.unmount(false);
            }
            while (!mount.awaitEnd(Duration.ofMinutes(1))) {}
            System.out.println("ended");
        }
    }

    static SourceTree tree() {
        SourceTree tree = new SourceTree();
        for (int i = 0; i < FILES; i++) {
            tree.file("/f" + i, content(i));
        }
        return tree;
    }

    static byte[] content(int number) {
        return BuiltTree.content(number, number * 3001);
    }

    /**
     * Starts a server, and waits until it has mounted.
     *
     * @param prefix program, with its options, that starts the server
     */
    static ServerProcess start(List<String> prefix, String... arguments) throws IOException, InterruptedException {
        ServerProcess server = new ServerProcess(new ProcessBuilder(command(prefix, arguments))
                .redirectErrorStream(true)
                .start());
        ProcessLines.of(server.process.getInputStream()).nextWith("mounted");
        return server;
    }

    static String[] command(List<String> prefix, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) { // which warns on the output that is compared
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms96m",
                "-Xmn64m",
                "-Xmx512m",
                "-Djdk.nio.maxCachedBufferSize=1048576",
                "-cp",
                System.getProperty("test.class.path.copy", System.getProperty("java.class.path")),
                ServerProcess.class.getName(),
                TestMounts.ENGINE.name()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** Copies the class path to where every user can read it, and returns it. */
    static String readableClassPath(Path directory) throws IOException {
        List<String> copied = new ArrayList<>();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path target = directory.resolve("c" + number++);
            if (Files.isDirectory(Path.of(entry))) {
                try (var files = Files.walk(Path.of(entry))) {
                    for (Path file : (Iterable<Path>) files::iterator) {
                        Files.copy(
                                file,
                                target.resolve(Path.of(entry).relativize(file).toString()));
                    }
                }
            } else if (Files.exists(Path.of(entry))) {
                Files.copy(Path.of(entry), target);
            }
            copied.add(target.toString());
        }
        try (var files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return String.join(":", copied);
    }

    Process process() {
        return process;
    }

    void signal(String signal) throws IOException, InterruptedException {
        Programs.run("kill", "-" + signal, String.valueOf(process.pid()));
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server still runs after " + LIMIT_SECONDS + " seconds");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
