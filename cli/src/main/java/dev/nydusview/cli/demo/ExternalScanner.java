package dev.nydusview.cli.demo;

import dev.nydusview.jobs.confine.ProtectedPaths;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.scan.run.EnvironmentFilter;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.Program;
import dev.nydusview.scan.run.ProgramExit;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.run.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A scanner program.
 *
 * @param program its name on the search path
 * @param arguments what it is given, with {@code {}} for the directory
 * @param finding turns its standard output into a sentence
 */
record ExternalScanner(String program, List<String> arguments, Finding finding) implements Scanner {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final long MAX_OUTPUT = 1 << 28;

    /** Exit code of clamscan when it has found something; trivy and syft have no such code. */
    private static final int FOUND = 1;

    /** Summarises a scanner's output in one sentence. */
    @FunctionalInterface
    interface Finding {
        String of(Path output) throws IOException;
    }

    /** The scanners that are looked for, best first. Jars are skipped as trivy needs a database for them. */
    static final List<ExternalScanner> KNOWN = List.of(
            new ExternalScanner(
                    "trivy",
                    List.of("rootfs", "--quiet", "--format", "cyclonedx", "--skip-files", "**/*.jar", "{}"),
                    ExternalScanner::components),
            new ExternalScanner(
                    "syft", List.of("scan", "-q", "-o", "cyclonedx-json", "dir:{}"), ExternalScanner::components),
            new ExternalScanner(
                    "clamscan",
                    List.of("-r", "-i", "--cross-fs=yes", "--follow-dir-symlinks=0", "{}"),
                    ExternalScanner::lastLines));

    @Override
    public String announcement(Path root) {
        return "Scanning it with " + String.join(" ", command(root)) + ":";
    }

    @Override
    public boolean scan(Path root, Path work, Map<String, String> variables, TextOutput out)
            throws IOException, InterruptedException {
        Path result = work.resolve("result");
        Launch launch = new Launch(
                command(root),
                EnvironmentFilter.of(variables, true),
                result,
                MAX_OUTPUT,
                TIMEOUT,
                OutputStream.nullOutputStream(),
                Sandbox.ofScanner(ProtectedPaths.of(variables, null, null)).over(root, false));
        ProgramExit ending;
        try (Program running = new Launcher(null, new ProgramPath(variables)).start(launch)) {
            ending = running.await();
        }
        if (ending.kind() != ProgramExit.Kind.EXITED || ending.code() > FOUND || Files.size(result) == 0) {
            return false;
        }
        out.line("  " + finding.of(result));
        return true;
    }

    private List<String> command(Path root) {
        List<String> command = new ArrayList<>(List.of(program));
        arguments.forEach(argument -> command.add(argument.replace("{}", root.toString())));
        return command;
    }

    private static String components(Path output) throws IOException {
        JsonNode document = Json.read(Files.readAllBytes(output), JsonNode.class);
        return document.path("components").size() + " components found";
    }

    private static String lastLines(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        return lines.stream()
                .filter(line -> line.startsWith("Scanned files:") || line.startsWith("Infected files:"))
                .reduce((a, b) -> a + ", " + b)
                .orElse("no summary");
    }
}
