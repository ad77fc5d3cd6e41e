package dev.nydusview.cli;

import dev.nydusview.cli.output.Terminal;
import dev.nydusview.registry.blob.OciLayout;
import dev.nydusview.registry.serve.LayoutRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Uses what most commands use, so that the JVM can write the classes that they load into an archive; what the
 * commands say goes nowhere. The launcher runs this once for a build.
 */
final class Training {
    private static final String IMAGE = "demo:nydus-v6";

    private Training() {}

    /** Takes the OCI layout with the sample image, which may be missing. */
    public static void main(String[] arguments) throws IOException {
        run("version");
        run("version", "--format", "json");
        run("ls", "--help");
        run("no-such-command");
        Path layout = Path.of(arguments[0]);
        if (Files.exists(layout.resolve("index.json"))) {
            try (LayoutRegistry registry = LayoutRegistry.start("demo").add(OciLayout.open(layout))) {
                useImage(registry.host() + "/" + IMAGE);
            }
        }
    }

    private static void useImage(String reference) {
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
        run("scan", "--no-cache", reference, "--", "ls", "{}"); // they fail, and do no harm, where FUSE is missing
        run("mount", "--no-cache", reference, "--run", "true");
    }

    private static void run(String... arguments) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        PrintStream silence = new PrintStream(nowhere, false, StandardCharsets.UTF_8);
        Nydusview.run(
                new Environment(Map.of(), InputStream.nullInputStream(), nowhere, silence, Terminal.NONE), arguments);
    }
}
