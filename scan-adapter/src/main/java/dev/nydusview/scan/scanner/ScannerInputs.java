package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Inputs of a scanner's result.
 *
 * @param database files that determine the version of its database; those of a directory count as well
 * @param settings configuration files, which may be absent
 * @param variablePrefix of the environment variables that configure it
 */
public record ScannerInputs(List<Path> database, List<Path> settings, String variablePrefix) {
    public ScannerInputs {
        database = List.copyOf(database);
        settings = List.copyOf(settings);
    }

    /**
     * Returns the names of files that may be in a word: all of it, the text after an equals sign, a colon or an at sign,
     * and text that begins with a slash.
     */
    public static List<Path> possibleFiles(String word) {
        Set<String> names = new LinkedHashSet<>();
        for (String part : word.split("=", -1)) {
            names.add(part);
            names.addAll(List.of(part.split(":", -1)));
            names.add(part.substring(part.indexOf('@') + 1));
            int slash = part.indexOf('/');
            if (slash > 0) {
                names.add(part.substring(slash));
            }
        }
        return names.stream()
                .filter(name -> !name.isEmpty() && !name.startsWith("-") && name.indexOf('\0') < 0)
                .map(Path::of)
                .toList();
    }
}
