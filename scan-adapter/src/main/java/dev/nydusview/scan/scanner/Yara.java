package dev.nydusview.scan.scanner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** YARA. It maps files, and follows no links. */
final class Yara implements Scanner {
    /** {@code YR_MAX_PATH}, without the NUL. */
    private static final int MAX_PATH = 1023;

    @Override
    public int maxPath() {
        return MAX_PATH;
    }

    @Override
    public String name() {
        return "yara";
    }

    @Override
    public String program() {
        return "yara";
    }

    @Override
    public List<String> quietArguments() {
        return List.of("--no-warnings");
    }

    @Override
    public List<String> arguments(ScanRequest request) throws UnsupportedRequestException {
        if (!request.finds().isEmpty()) {
            throw new UnsupportedRequestException("yara finds matches of its rules only: omit --find");
        }
        FormatChoice.require(this, request);
        if (request.extra().stream().allMatch(argument -> argument.startsWith("-"))) {
            throw new UnsupportedRequestException("yara needs rules: nydusview scan REF --scanner yara -- RULES.yar");
        }
        List<String> arguments = new ArrayList<>(List.of("-r", "-N"));
        arguments.addAll(request.extra());
        arguments.add(request.root().toString());
        return arguments;
    }

    @Override
    public Optional<List<String>> configurationArguments(ScanRequest request) throws UnsupportedRequestException {
        return Optional.of(arguments(request));
    }

    @Override
    public ReportShape shape(ScanRequest request) {
        return ReportShape.TEXT;
    }

    @Override
    public Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        List<Path> rules = Arguments.files(request.extra());
        return rules.stream().anyMatch(Yara::includes)
                ? Optional.empty()
                : Optional.of(new ScannerInputs(rules, List.of(), "YARA_"));
    }

    /** Rules that take in others depend on files that are not looked for. */
    private static boolean includes(Path rules) {
        try {
            return Files.isRegularFile(rules)
                    && Files.readString(rules, StandardCharsets.ISO_8859_1).contains("include");
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public Optional<String> failure(String messages) {
        return FailureReason.find(name(), List.of(), messages);
    }

    @Override
    public List<String> profiles(ScanRequest request) {
        return List.of("clamav");
    }
}
