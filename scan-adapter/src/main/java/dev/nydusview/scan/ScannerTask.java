package dev.nydusview.scan;

import dev.nydusview.scan.run.EnvironmentFilter;
import dev.nydusview.scan.scanner.ReportShape;
import dev.nydusview.scan.scanner.ScanRequest;
import dev.nydusview.scan.scanner.Scanner;
import dev.nydusview.scan.scanner.ScannerInputs;
import dev.nydusview.scan.scanner.UnsupportedRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scanner, and the request to it.
 *
 * @param program its file; null if it is not installed
 * @param request with {@link #ROOT_PLACEHOLDER} for the directory
 * @param quiet whether the scanner is told to print its report and failures only
 */
record ScannerTask(Scanner scanner, @Nullable Path program, ScanRequest request, boolean quiet) {
    /** Placeholder for the directory in places that must not depend on it. */
    static final Path ROOT_PLACEHOLDER = Path.of("/image");

    /** The program and its arguments for a scan of {@code root}. */
    List<String> command(Path root) throws UnsupportedRequestException {
        return command(scanner.arguments(request.at(root)));
    }

    /** The same for the image's configuration in {@code directory}; empty if the scanner finds nothing there. */
    Optional<List<String>> configurationCommand(Path directory) throws UnsupportedRequestException {
        return scanner.configurationArguments(request.at(directory)).map(this::command);
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program == null ? scanner.program() : program.toString());
        command.addAll(quietArguments());
        command.addAll(arguments);
        return command;
    }

    /** Arguments by which the scanner is told to be quiet; none if it is not, or cannot be. */
    List<String> quietArguments() {
        return quiet ? scanner.quietArguments() : List.of();
    }

    /** The variables of its programs. */
    Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(EnvironmentFilter.of(variables, true));
        scanner.environment().forEach(all::putIfAbsent);
        return all;
    }

    ReportShape shape() {
        return scanner.shape(request);
    }

    /** Version of the scanner's database: its files with the times of their last change. */
    List<String> database(Map<String, String> variables) {
        return scanner.inputs(request, variables).map(ScannerInputs::database).orElse(List.of()).stream()
                .filter(Files::exists)
                .map(ScannerTask::described)
                .toList();
    }

    private static String described(Path file) {
        try {
            return file + " of " + Files.getLastModifiedTime(file);
        } catch (java.io.IOException e) {
            return file.toString();
        }
    }
}
