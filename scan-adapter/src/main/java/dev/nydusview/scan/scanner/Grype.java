package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Grype, which reads the same files as syft. */
final class Grype implements Scanner {
    private static final List<FailureReason> FAILURES = List.of(FailureReason.of(
            "vulnerability (?:db|database)|database does not exist|db could not be loaded",
            "has no usable vulnerability database: get it with \"grype db update\", as the same user and "
                    + "with a network"));

    @Override
    public String name() {
        return "grype";
    }

    @Override
    public String program() {
        return "grype";
    }

    @Override
    public List<ReportFormat> formats(Set<Find> finds) {
        return List.of(
                ReportFormat.TABLE,
                ReportFormat.JSON,
                ReportFormat.SARIF,
                ReportFormat.CYCLONEDX,
                ReportFormat.TEMPLATE);
    }

    @Override
    public List<String> quietArguments() {
        return List.of("--quiet");
    }

    @Override
    public List<String> arguments(ScanRequest request) throws UnsupportedRequestException {
        if (!Set.of(Find.VULNERABILITIES).containsAll(request.finds())) {
            throw new UnsupportedRequestException("grype finds vulnerabilities only");
        }
        FormatChoice.require(this, request);
        FormatChoice.requireOwn(this, request, List.of("--output", "-o", "--file"));
        FormatChoice.requireTemplate(this, request);
        List<String> arguments = new ArrayList<>(List.of("dir:" + request.root()));
        arguments.addAll(List.of("--name", ImageNames.plain(request.image()), "-o", format(request.format())));
        arguments.addAll(request.extra());
        return arguments;
    }

    @Override
    public boolean namesImage(ScanRequest request) {
        return ImageNames.digest(request.image()).isEmpty();
    }

    private static String format(ReportFormat format) {
        return format == ReportFormat.CYCLONEDX ? "cyclonedx-json" : format.label();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("GRYPE_CHECK_FOR_APP_UPDATE", "false");
    }

    @Override
    public ReportShape shape(ScanRequest request) {
        return switch (request.format()) {
            case JSON -> ReportShape.own("matches", "/descriptor/version");
            case CYCLONEDX -> ReportShape.cyclonedx();
            case SARIF -> ReportShape.sarif();
            default -> ReportShape.TEXT;
        };
    }

    @Override
    public Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        AnchoreSettings configured = new AnchoreSettings(program(), request.extra(), variables);
        String named = variables.getOrDefault("GRYPE_DB_CACHE_DIR", "");
        Optional<Path> database = named.isEmpty()
                ? CacheHome.of(variables).map(cache -> cache.resolve("grype/db"))
                : Optional.of(named).filter(path -> path.startsWith("/")).map(Path::of);
        if (database.isEmpty() || !configured.areAbsent()) {
            return Optional.empty();
        }
        List<Path> settings = new ArrayList<>(Arguments.files(request.extra()));
        settings.addAll(configured.places());
        return Optional.of(new ScannerInputs(List.of(database.get()), settings, "GRYPE_"));
    }

    @Override
    public Optional<String> failure(String messages) {
        return FailureReason.find(name(), FAILURES, messages);
    }

    @Override
    public List<String> profiles(ScanRequest request) {
        return List.of("syft");
    }

    /**
     * Tests whether an exit code comes with a result. With {@code --fail-on} grype ends with 2 for findings; before
     * version 0.89 with 1, as when it fails.
     */
    @Override
    public boolean isResult(int code, ScanRequest request) {
        boolean fails = Arguments.has(request.extra(), "--fail-on") || Arguments.has(request.extra(), "-f");
        return code == 0 || (fails && code == 2);
    }
}
