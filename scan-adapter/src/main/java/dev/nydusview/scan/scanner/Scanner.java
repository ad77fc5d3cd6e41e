package dev.nydusview.scan.scanner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Properties of a scanner that are needed to run it over the contents of an image. */
public interface Scanner {
    /** Name by which users call the scanner. */
    String name();

    /** Program to run. */
    String program();

    /** Formats in which the scanner reports {@code finds}, its usual one first; those for its own choice if empty. */
    default List<ReportFormat> formats(Set<Find> finds) {
        return List.of(ReportFormat.TABLE);
    }

    /** Returns the arguments of the scanner for a request, without the program. */
    List<String> arguments(ScanRequest request) throws UnsupportedRequestException;

    /** Arguments that make the scanner print its report and failures only; none if it has no such option. */
    default List<String> quietArguments() {
        return List.of();
    }

    /**
     * Arguments for the directory with the image's configuration and history, for a report of the same {@link #shape};
     * empty if the scanner would find nothing there.
     */
    default Optional<List<String>> configurationArguments(ScanRequest request) throws UnsupportedRequestException {
        return Optional.empty();
    }

    /** Returns the bytes of the longest path that the scanner reads: it silently skips longer ones. */
    default int maxPath() {
        return Integer.MAX_VALUE;
    }

    /**
     * Tests whether the scanner may be started before its image is open, so that it does no harm if the image never
     * opens.
     */
    default boolean startsEarly() {
        return true;
    }

    /**
     * Tests whether the arguments for {@code request} contain the image's name with its digest, which only an open
     * image has. The scanner then cannot be started early.
     */
    default boolean namesImage(ScanRequest request) {
        return false;
    }

    /** Tests whether the owners of files may matter to the scanner. */
    default boolean readsOwners() {
        return false;
    }

    /** Returns variables that the scanner gets beside those of the user. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Shape of the scanner's report. */
    ReportShape shape(ScanRequest request);

    /**
     * Returns the place of the array of findings in a JSON report, as a JSON pointer, to which those of the configuration
     * are added.
     */
    default Optional<String> findings(ScanRequest request) {
        return Optional.empty();
    }

    /** Arguments that make the scanner print its version; none if it does not have one. */
    default List<String> versionArguments() {
        return List.of("--version");
    }

    /**
     * Returns the inputs on which the scanner's result depends beside the image and its arguments. Empty if they are
     * unknown, so that its results cannot be cached.
     */
    default Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        return Optional.empty();
    }

    /** Returns the names of the profiles that predict the scanner's reads. */
    default List<String> profiles(ScanRequest request) {
        return List.of();
    }

    /** Returns patterns of paths that the scanner is told to skip, from the root of the image. */
    default List<String> skipped(ScanRequest request) {
        return List.of();
    }

    /** Exit code that the user asked for, where the scanner was told another one that can be told from a failure. */
    default int exitCode(int code, ScanRequest request) {
        return code;
    }

    /**
     * Returns the reason why the scanner failed, and the remedy, in a line.
     *
     * @param messages the end of the scanner's standard error
     */
    default Optional<String> failure(String messages) {
        return Optional.empty();
    }

    /** Tests whether an exit code comes with a result, rather than from a failure of the scan. */
    default boolean isResult(int code, ScanRequest request) {
        return code == 0;
    }
}
