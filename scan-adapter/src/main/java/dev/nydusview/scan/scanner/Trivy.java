package dev.nydusview.scan.scanner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trivy. For the contents of an image its command is {@code rootfs}: {@code fs} is for source trees and leaves out
 * installed packages of languages. It does not follow symbolic links.
 */
final class Trivy implements Scanner {
    private static final Map<String, Integer> OWN_CODES = Map.of("--exit-code", 77, "--exit-on-eol", 78);

    private static final List<FailureReason> FAILURES = List.of(
            FailureReason.of(
                    "java[ -]?db[^\\n]*(?:error|failed|first run)|--skip-java-(?:db-)?update",
                    "has no Java database, which it needs for jar files: get it with \"trivy image "
                            + "--download-java-db-only\", or skip jar files with -- --skip-files '**/*.jar'"),
            FailureReason.of(
                    "first run cannot skip downloading DB|DB error|vulnerability DB|database error",
                    "has no usable vulnerability database: get it with \"trivy image --download-db-only\", as "
                            + "the same user and with a network, or avoid it with --find secrets or --find packages"));

    @Override
    public String name() {
        return "trivy";
    }

    @Override
    public String program() {
        return "trivy";
    }

    /**
     * A bill of materials and GitHub's snapshot have no place for secrets, and only CycloneDX one for vulnerabilities;
     * trivy would leave them out silently.
     */
    @Override
    public List<ReportFormat> formats(Set<Find> finds) {
        if (finds.isEmpty()) {
            return List.of(ReportFormat.values());
        }
        if (finds.contains(Find.PACKAGES)) {
            return List.of(ReportFormat.CYCLONEDX, ReportFormat.SPDX_JSON, ReportFormat.GITHUB);
        }
        List<ReportFormat> formats = new ArrayList<>(List.of(
                ReportFormat.TABLE,
                ReportFormat.JSON,
                ReportFormat.SARIF,
                ReportFormat.TEMPLATE,
                ReportFormat.JUNIT,
                ReportFormat.COSIGN_VULN));
        if (!finds.contains(Find.SECRETS)) {
            formats.add(ReportFormat.CYCLONEDX);
        }
        return formats;
    }

    @Override
    public List<String> quietArguments() {
        return List.of("--quiet");
    }

    @Override
    public List<String> arguments(ScanRequest request) throws UnsupportedRequestException {
        check(request);
        List<String> arguments = new ArrayList<>(List.of("rootfs", "--no-progress"));
        if (!Arguments.has(request.extra(), "--timeout")) {
            arguments.addAll(List.of("--timeout", request.timeout().toSeconds() + "s"));
        }
        if (request.format() == ReportFormat.JUNIT) {
            arguments.addAll(List.of("--format", ReportFormat.TEMPLATE.label(), "--template", JunitTemplate.text()));
        } else {
            arguments.addAll(List.of("--format", request.format().label()));
        }
        if (request.finds().contains(Find.PACKAGES) && request.format() == ReportFormat.GITHUB) {
            // Without a choice it fetches the database of vulnerabilities, of which the snapshot shows nothing.
            arguments.addAll(List.of("--scanners", "license"));
        } else if (!request.finds().isEmpty() && !isInventory(request)) {
            arguments.addAll(List.of("--scanners", scanners(request.finds())));
        }
        arguments.addAll(replaced(request.extra()));
        arguments.add(request.root().toString());
        return arguments;
    }

    private void check(ScanRequest request) throws UnsupportedRequestException {
        if (request.finds().contains(Find.PACKAGES) && request.finds().size() > 1) {
            throw new UnsupportedRequestException(
                    "trivy cannot make an inventory of packages together with other findings: use --find "
                            + "packages in a separate scan");
        }
        FormatChoice.require(this, request);
        FormatChoice.requireOwn(this, request, List.of("--format", "-f", "--output", "-o"));
        FormatChoice.requireTemplate(this, request);
    }

    /** Codes that the user chose for findings become ones that trivy has for nothing else: it fails with 1. */
    private static List<String> replaced(List<String> extra) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < extra.size(); i++) {
            String word = extra.get(i);
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            Integer own = OWN_CODES.get(option);
            if (own == null) {
                words.add(word);
                continue;
            }
            String value = equals >= 0 ? word.substring(equals + 1) : i + 1 < extra.size() ? extra.get(++i) : "";
            words.addAll(List.of(option, value.equals("0") ? value : own.toString()));
        }
        return words;
    }

    /** Tests whether only packages are wanted. */
    private static boolean isInventory(ScanRequest request) {
        return request.finds().contains(Find.PACKAGES)
                || (request.format() == ReportFormat.CYCLONEDX
                        && !request.finds().contains(Find.VULNERABILITIES))
                || request.format() == ReportFormat.SPDX_JSON
                || request.format() == ReportFormat.GITHUB;
    }

    private static String scanners(Set<Find> finds) {
        List<String> names = new ArrayList<>();
        for (Find find : EnumSet.copyOf(finds)) {
            switch (find) {
                case VULNERABILITIES -> names.add("vuln");
                case SECRETS -> names.add("secret");
                case PACKAGES -> {}
            }
        }
        return String.join(",", names);
    }

    /** Secrets are all that it finds in there. Text by a template has no place to which they could be added. */
    @Override
    public Optional<List<String>> configurationArguments(ScanRequest request) throws UnsupportedRequestException {
        boolean secrets = (request.finds().isEmpty() && !Arguments.has(request.extra(), "--scanners"))
                || request.finds().contains(Find.SECRETS)
                || Arguments.values(request.extra(), "--scanners").stream().anyMatch(list -> list.contains("secret"));
        boolean joined =
                request.format() == ReportFormat.TABLE || findings(request).isPresent();
        if (!secrets || !joined) {
            return Optional.empty();
        }
        List<String> extra = new ArrayList<>();
        for (String option : List.of("--exit-code", "--severity", "--secret-config", "--config", "--cache-dir")) {
            Arguments.value(request.extra(), option).ifPresent(value -> extra.addAll(List.of(option, value)));
        }
        return Optional.of(arguments(new ScanRequest(
                request.root(),
                request.image(),
                EnumSet.of(Find.SECRETS),
                request.format(),
                extra,
                request.timeout())));
    }

    @Override
    public ReportShape shape(ScanRequest request) {
        return switch (request.format()) {
            case TABLE, TEMPLATE, JUNIT -> ReportShape.TEXT;
            case JSON -> new ReportShape(true, List.of("SchemaVersion"), List.of("/ArtifactName"), List.of());
            case SARIF -> ReportShape.sarif();
            case CYCLONEDX -> ReportShape.cyclonedx("/metadata/component/name");
            case SPDX_JSON -> ReportShape.spdx("/name");
            case GITHUB -> ReportShape.github();
            case COSIGN_VULN ->
                new ReportShape(
                        true, List.of("scanner"), List.of("/scanner/result/ArtifactName"), List.of("/scanner/version"));
        };
    }

    @Override
    public Optional<String> findings(ScanRequest request) {
        return switch (request.format()) {
            case JSON -> Optional.of("/Results");
            case SARIF -> Optional.of("/runs");
            case COSIGN_VULN -> Optional.of("/scanner/result/Results");
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        Optional<Path> known = Arguments.value(request.extra(), "--cache-dir")
                .or(() -> Optional.ofNullable(variables.get("TRIVY_CACHE_DIR")))
                .map(Path::of)
                .or(() -> CacheHome.of(variables).map(home -> home.resolve("trivy")));
        if (known.isEmpty() || dependsOnOthers(request.extra(), variables)) {
            return Optional.empty();
        }
        Path cache = known.get();
        List<Path> database = List.of(
                cache.resolve("db/metadata.json"),
                cache.resolve("db/trivy.db"),
                cache.resolve("java-db/metadata.json"),
                cache.resolve("java-db/trivy-java.db"));
        List<Path> settings = new ArrayList<>(Arguments.files(request.extra()));
        CacheHome.home(variables).ifPresent(home -> settings.add(home.resolve(".trivy/modules")));
        settings.addAll(List.of(Path.of("trivy-secret.yaml"), Path.of(".trivyignore")));
        settings.addAll(List.of(Path.of(".trivyignore.yaml"), cache.resolve("policy/metadata.json")));
        return Optional.of(new ScannerInputs(database, settings, "TRIVY_"));
    }

    /**
     * Tests whether the result depends on unknown inputs: a file of settings may name any other file, and answers of a
     * server or a VEX repository are not in files.
     */
    private static boolean dependsOnOthers(List<String> extra, Map<String, String> variables) {
        return Arguments.mayHave(extra, "--config", 'c')
                || Arguments.has(extra, "--server")
                || Arguments.has(extra, "--vex")
                || List.of("TRIVY_CONFIG", "TRIVY_SERVER", "TRIVY_VEX").stream().anyMatch(variables::containsKey)
                || !Files.notExists(Path.of("trivy.yaml"));
    }

    @Override
    public Optional<String> failure(String messages) {
        return FailureReason.find(name(), FAILURES, messages);
    }

    @Override
    public List<String> profiles(ScanRequest request) {
        if (isInventory(request)) {
            return List.of("trivy-sbom");
        }
        List<String> profiles = new ArrayList<>();
        if (request.finds().isEmpty() || request.finds().contains(Find.VULNERABILITIES)) {
            profiles.add("trivy-vuln");
        }
        if (request.finds().isEmpty() || request.finds().contains(Find.SECRETS)) {
            profiles.add("trivy-secret");
        }
        return profiles;
    }

    @Override
    public List<String> skipped(ScanRequest request) {
        List<String> skipped = new ArrayList<>();
        for (String list : Arguments.values(request.extra(), "--skip-files")) {
            skipped.addAll(List.of(list.split(",", -1)));
        }
        for (String list : Arguments.values(request.extra(), "--skip-dirs")) {
            for (String directory : list.split(",", -1)) {
                skipped.add(directory + "/**");
            }
        }
        return skipped.stream()
                .map(pattern -> pattern.startsWith("/") ? pattern.substring(1) : pattern)
                .toList();
    }

    @Override
    public boolean isResult(int code, ScanRequest request) {
        return code == 0
                || OWN_CODES.entrySet().stream()
                        .anyMatch(own -> code == own.getValue() && Arguments.has(request.extra(), own.getKey()));
    }

    @Override
    public int exitCode(int code, ScanRequest request) {
        for (Map.Entry<String, Integer> own : OWN_CODES.entrySet()) {
            Optional<String> chosen = Arguments.value(request.extra(), own.getKey());
            if (code == own.getValue() && chosen.isPresent()) {
                return chosen.get().matches("\\d{1,3}") ? Integer.parseInt(chosen.get()) : 1;
            }
        }
        return code;
    }
}
