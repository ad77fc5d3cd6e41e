package dev.nydusview.scan.scanner;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be known of a scanner to run it over the contents of an image. */
public interface Scanner {
    /** What users call it. */
    String name();

    /** The program to run. */
    String program();

    /** Its arguments for what is asked, without the program. */
    List<String> arguments(ScanRequest request) throws UnfitRequestException;

    /**
     * Its arguments for the directory with the image's configuration and history, whose report {@link #shape} is the
     * same; empty if it would find nothing there.
     */
    default Optional<List<String>> configurationArguments(ScanRequest request) throws UnfitRequestException {
        return Optional.empty();
    }

    /** Bytes in the longest path that it looks at: what it is told of beyond, it passes over in silence. */
    default int maxPath() {
        return Integer.MAX_VALUE;
    }

    /** Whether it may be started before its image is there, as it does no harm if that never comes. */
    default boolean startsEarly() {
        return true;
    }

    /** Whether it may make something of who owns files. */
    default boolean judgesOwners() {
        return false;
    }

    /** Variables that it is to have beside those of the user. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** What its report looks like. */
    ReportShape shape(ScanRequest request);

    /** The member of a JSON report that holds an array of findings, to which those of the configuration are added. */
    default Optional<String> findings(ScanRequest request) {
        return Optional.empty();
    }

    /** Arguments that make it say its version; none if it has none. */
    default List<String> versionArguments() {
        return List.of("--version");
    }

    /**
     * What its result depends on beside the image and its arguments. Empty if that is not known, so that no result of it
     * can be kept.
     */
    default Optional<ScannerInputs> inputs(ScanRequest request, Map<String, String> variables) {
        return Optional.empty();
    }

    /** Names of the profiles that say what it is going to read. */
    default List<String> profiles(ScanRequest request) {
        return List.of();
    }

    /** Patterns of paths that it is told to pass over, from the root of the image. */
    default List<String> skipped(ScanRequest request) {
        return List.of();
    }

    /** The exit code that the user asked for, where the scanner was told another one that can be told from a failure. */
    default int exitCode(int code, ScanRequest request) {
        return code;
    }

    /**
     * Why it failed and what to do, in a line.
     *
     * @param messages the end of what it wrote on its standard error
     */
    default Optional<String> failure(String messages) {
        return Optional.empty();
    }

    /** Whether an exit code tells what was found, rather than that the scan itself has failed. */
    default boolean isResult(int code, ScanRequest request) {
        return code == 0;
    }
}
