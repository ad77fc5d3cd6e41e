package dev.nydusview.cli.demo;

import dev.nydusview.cli.output.Json;
import dev.nydusview.cli.output.TextOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A scanner program.
 *
 * @param program its name on the search path
 * @param arguments what it is given, with {@code {}} for the directory
 * @param finding turns its standard output into a sentence
 */
record ExternalScanner(String program, List<String> arguments, Finding finding) implements Scanner {
    private static final long TIMEOUT_MINUTES = 5;

    /** Exit code of clamscan when it has found something; trivy and syft have no such code. */
    private static final int FOUND = 1;

    /** What a scanner's output says. */
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
    public String announcement() {
        return "Scanning it with " + program + " " + String.join(" ", arguments) + ":";
    }

    @Override
    public boolean scan(Path root, Path work, TextOutput out) throws IOException, InterruptedException {
        Path result = work.resolve("result");
        List<String> command = new java.util.ArrayList<>(List.of(program));
        arguments.forEach(argument -> command.add(argument.replace("{}", root.toString())));
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(result.toFile())
                .redirectError(work.resolve("log").toFile())
                .start();
        try {
            if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES) || process.exitValue() > FOUND) {
                return false;
            }
        } finally {
            process.destroyForcibly();
        }
        if (Files.size(result) == 0) {
            return false;
        }
        out.line("  " + finding.of(result));
        return true;
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
