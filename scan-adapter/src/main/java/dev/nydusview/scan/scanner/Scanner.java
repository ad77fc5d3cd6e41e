package dev.nydusview.scan.scanner;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Properties of a scanner that are needed to run it over the contents of an image. */
public interface Scanner {
    /** Name by which users call the scanner. */
    String name();

    /** Program to run. */
    String program();

    /** Arguments of the scanner for what is asked, without the program. */
    List<String> arguments(ScanRequest request) throws UnsupportedRequestException;

    /**
     * Arguments for the directory with the image's configuration and history, for a report of the same {@link #shape};
     * empty if the scanner would find nothing there.
     */
    default Optional<List<String>> configurationArguments(ScanRequest request) throws UnsupportedRequestException {
        return Optional.empty();
    }

    /**
     * Bytes in the longest path that the scanner looks at: longer ones that it is told of it passes over in silence.
     */
    default int maxPath() {
        return Integer.MAX_VALUE;
    }

    /** Tests whether the scanner may be started before its image is there, as it does no harm if that never comes. */
    default boolean startsEarly() {
        return true;
    }

    /**
     * Tests whether the arguments for {@code request} have the image's name as only an open image has it. Such a scanner
     * cannot be started before.
     */
    default boolean namesImage(ScanRequest request) {
        return false;
    }

    /** Tests whether the owners of files may matter to the scanner. */
    default boolean readsOwners() {
        return false;
    }

    /** Variables that the scanner is to have beside those of the user. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Shape of the scanner's report. */
    ReportShape shape(ScanRequest request);

    /** Member of a JSON report that holds an array of findings, to which those of the configuration are added. */
    default Optional<String> findings(ScanRequest request) {
        return Optional.empty();
    }

    /** Arguments that make the scanner print its version; none if it does not have one. */
    default List<String> versionArguments() {
        return List.of("--version");
    }

    /**
     * Inputs on which the scanner's result depends beside the image and its arguments. Empty if they are not known, so
     * that its results cannot be kept.
     */
    default Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        return Optional.empty();
    }

    /** Names of the profiles that say what the scanner is going to read. */
    default List<String> profiles(ScanRequest request) {
        return List.of();
    }

    /** Patterns of paths that the scanner is told to pass over, from the root of the image. */
    default List<String> skipped(ScanRequest request) {
        return List.of();
    }

    /** Exit code that the user asked for, where the scanner was told another one that can be told from a failure. */
    default int exitCode(int code, ScanRequest request) {
        return code;
    }

    /**
     * Reason why the scanner failed, and what to do, in a line.
     *
     * @param messages the end of what the scanner wrote on its standard error
     */
    default Optional<String> failure(String messages) {
        return Optional.empty();
    }

    /** Tests whether an exit code tells what was found, rather than that the scan itself has failed. */
    default boolean isResult(int code, ScanRequest request) {
        return code == 0;
    }
}
