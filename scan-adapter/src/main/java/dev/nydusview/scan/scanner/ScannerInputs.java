package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.List;

/**
 * What a scanner's result depends on.
 *
 * @param database files that tell the version of its database; those of a directory count as well
 * @param settings files that it is configured by, which may be absent
 * @param variablePrefix of the environment variables that it is configured by
 */
public record ScannerInputs(List<Path> database, List<Path> settings, String variablePrefix) {
    public ScannerInputs {
        database = List.copyOf(database);
        settings = List.copyOf(settings);
    }
}
