package dev.nydusview.scan.scanner;

import java.util.List;
import java.util.Set;

/** Any program of the user's, about which nothing is known. */
public final class CustomProgram implements Scanner {
    /** Placeholder in the arguments for the directory to be scanned. */
    public static final String PLACEHOLDER = "{}";

    private final List<String> command;

    /** @param command the program and its arguments */
    public CustomProgram(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public String name() {
        String program = program();
        return program.substring(program.lastIndexOf('/') + 1);
    }

    @Override
    public String program() {
        return command.get(0);
    }

    /** Formats whose form can be checked; what they say is the program's business. */
    @Override
    public List<ReportFormat> formats(Set<Find> finds) {
        return List.of(
                ReportFormat.TABLE,
                ReportFormat.JSON,
                ReportFormat.SARIF,
                ReportFormat.CYCLONEDX,
                ReportFormat.SPDX_JSON);
    }

    @Override
    public List<String> arguments(ScanRequest request) throws UnsupportedRequestException {
        FormatChoice.require(this, request);
        return command.stream()
                .skip(1)
                .map(argument -> argument.replace(PLACEHOLDER, request.root().toString()))
                .toList();
    }

    @Override
    public boolean startsEarly() {
        return false;
    }

    @Override
    public boolean readsOwners() {
        return true;
    }

    @Override
    public ReportShape shape(ScanRequest request) {
        return switch (request.format()) {
            case JSON -> ReportShape.ANY_JSON;
            case SARIF -> ReportShape.sarif();
            case CYCLONEDX -> ReportShape.cyclonedx();
            case SPDX_JSON -> ReportShape.spdx();
            default -> ReportShape.TEXT;
        };
    }

    @Override
    public List<String> versionArguments() {
        return List.of();
    }
}
