package dev.nydusview.scan.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Names the shipped profiles of a process, told by its executable and arguments, if it is a scanner that has any. */
final class RunningScanner {
    private static final int MAX_ARGUMENTS = 64 << 10;

    /** Formats in which trivy lists packages only, whatever its scanners. */
    private static final Set<String> INVENTORIES = Set.of("cyclonedx", "spdx", "spdx-json", "github");

    private RunningScanner() {}

    /** Returns the names of the profiles of process {@code id}; none of one that is unknown, gone, or hidden from us. */
    static List<String> profiles(int id) {
        Path process = Path.of("/proc", Integer.toString(id));
        try {
            String program =
                    Files.readSymbolicLink(process.resolve("exe")).getFileName().toString();
            if (program.startsWith("trivy")) {
                return ofTrivy(arguments(process));
            }
            return switch (program) {
                case "syft", "grype" -> List.of("syft");
                case "clamscan", "clamdscan", "clamd", "yara", "yr" -> List.of("clamav");
                default -> List.of();
            };
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
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
