package dev.nydusview.scan.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names the shipped profiles of a process, told by its executable and arguments, if it is a scanner that has any. */
final class RunningScanner {
    private static final int MAX_ARGUMENTS = 64 << 10;

    private static final String TRIVY = "trivy";
    private static final String DIRECTORY = "dir:";

    /** Profiles of the other scanners, by the names of their executables. */
    private static final Map<String, List<String>> PROFILES = Map.of(
            "syft", List.of("syft"),
            "grype", List.of("syft"),
            "clamscan", List.of("clamav"),
            "clamdscan", List.of("clamav"),
            "clamd", List.of("clamav"),
            "yara", List.of("clamav"),
            "yr", List.of("clamav"));

    /** Formats in which trivy lists packages only, whatever its scanners. */
    private static final Set<String> INVENTORIES = Set.of("cyclonedx", "spdx", "spdx-json", "github");

    private RunningScanner() {}

    /** Returns the names of the profiles of process {@code id}; none of one that is unknown, gone, or hidden from us. */
    static List<String> profiles(int id) {
        Path process = process(id);
        try {
            String program = program(process);
            if (program.startsWith(TRIVY)) {
                return ofTrivy(arguments(process));
            }
            return PROFILES.getOrDefault(program, List.of());
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** Tests whether process {@code id} is a scanner with profiles that was given {@code directory}, or something in it. */
    static boolean isFor(Path directory, int id) {
        Path process = process(id);
        try {
            String program = program(process);
            if (!program.startsWith(TRIVY) && !PROFILES.containsKey(program)) {
                return false;
            }
            Path current = Files.readSymbolicLink(process.resolve("cwd"));
            return arguments(process).stream().skip(1).anyMatch(argument -> current.resolve(path(argument))
                    .normalize()
                    .startsWith(directory));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static Path process(int id) {
        return Path.of("/proc", Integer.toString(id));
    }

    private static String program(Path process) throws IOException {
        return Files.readSymbolicLink(process.resolve("exe")).getFileName().toString();
    }

    /** Returns what stands behind an option's name, and behind the word by which syft and grype tell a directory. */
    private static Path path(String argument) {
        String value = argument.startsWith("-") ? argument.substring(argument.indexOf('=') + 1) : argument;
        return Path.of(value.startsWith(DIRECTORY) ? value.substring(DIRECTORY.length()) : value);
    }

    private static List<String> arguments(Path process) throws IOException {
        try (var in = Files.newInputStream(process.resolve("cmdline"))) {
            String line = new String(in.readNBytes(MAX_ARGUMENTS), StandardCharsets.UTF_8);
            return Arrays.asList(line.split("\0", -1));
        }
    }

    private static List<String> ofTrivy(List<String> arguments) {
        if (values(arguments, "--format", "-f").stream().anyMatch(INVENTORIES::contains)) {
            return List.of("trivy-sbom");
        }
        List<String> scanners = values(arguments, "--scanners", "--security-checks");
        List<String> names = new ArrayList<>();
        if (scanners.isEmpty() || scanners.contains("vuln")) {
            names.add("trivy-vuln");
        }
        if (scanners.isEmpty() || scanners.contains("secret")) {
            names.add("trivy-secret");
        }
        return names;
    }

    /** Returns the comma-separated values of an option, as {@code --name=a,b} or {@code --name a,b}. */
    private static List<String> values(List<String> arguments, String name, String other) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            if (option.equals(name) || option.equals(other)) {
                String value = equals >= 0
                        ? argument.substring(equals + 1)
                        : i + 1 < arguments.size() ? arguments.get(i + 1) : "";
                values.addAll(Arrays.asList(value.split(",", -1)));
            }
        }
        return values;
    }
}
