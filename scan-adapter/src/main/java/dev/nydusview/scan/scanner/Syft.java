package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Syft. Its base path keeps absolute links inside the tree. */
final class Syft implements Scanner {
    @Override
    public String name() {
        return "syft";
    }

    @Override
    public String program() {
        return "syft";
    }

    @Override
    public List<ReportFormat> formats(Set<Find> finds) {
        return List.of(
                ReportFormat.TABLE,
                ReportFormat.JSON,
                ReportFormat.CYCLONEDX,
                ReportFormat.SPDX_JSON,
                ReportFormat.TEMPLATE,
                ReportFormat.GITHUB);
    }

    @Override
    public List<String> quietArguments() {
        return List.of("--quiet");
    }

    @Override
    public List<String> arguments(ScanRequest request) throws UnsupportedRequestException {
        if (!Set.of(Find.PACKAGES).containsAll(request.finds())) {
            throw new UnsupportedRequestException("syft finds packages only");
        }
        FormatChoice.require(this, request);
        FormatChoice.requireOwn(this, request, List.of("--output", "-o", "--file"));
        FormatChoice.requireTemplate(this, request);
        String root = request.root().toString();
        List<String> arguments = new ArrayList<>(List.of("scan", "dir:" + root, "--base-path", root));
        arguments.addAll(List.of("--source-name", ImageNames.plain(request.image())));
        ImageNames.digest(request.image()).ifPresent(digest -> arguments.addAll(List.of("--source-version", digest)));
        arguments.addAll(List.of("-o", format(request.format())));
        arguments.addAll(request.extra());
        return arguments;
    }

    @Override
    public boolean namesImage(ScanRequest request) {
        return true;
    }

    private static String format(ReportFormat format) {
        return switch (format) {
            case TABLE -> "syft-table";
            case JSON -> "syft-json";
            case CYCLONEDX -> "cyclonedx-json";
            case GITHUB -> "github-json";
            default -> format.label();
        };
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("SYFT_CHECK_FOR_APP_UPDATE", "false");
    }

    @Override
    public ReportShape shape(ScanRequest request) {
        return switch (request.format()) {
            case JSON -> ReportShape.own("artifacts", "/descriptor/version");
            case CYCLONEDX -> ReportShape.cyclonedx();
            case SPDX_JSON -> ReportShape.spdx();
            case GITHUB -> ReportShape.github();
            default -> ReportShape.TEXT;
        };
    }

    @Override
    public Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        AnchoreSettings configured = new AnchoreSettings(program(), request.extra(), variables);
        // With --enrich it asks servers on the network.
        if (!configured.areAbsent() || Arguments.has(request.extra(), "--enrich")) {
            return Optional.empty();
        }
        List<Path> settings = new ArrayList<>(Arguments.files(request.extra()));
        settings.addAll(configured.places());
        return Optional.of(new ScannerInputs(List.of(), settings, "SYFT_"));
    }

    @Override
    public Optional<String> failure(String messages) {
        return FailureReason.find(name(), List.of(), messages);
    }

    @Override
    public List<String> profiles(ScanRequest request) {
        return List.of("syft");
    }
}
