package dev.nydusview.scan.store;

import dev.nydusview.scan.scanner.ScannerInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Key of a cached result: a digest of image, scanner, arguments and configuration.
 *
 * @param hex a SHA-256 over it
 */
public record ResultKey(String hex) {
    /**
     * Makes the key of a scan.
     *
     * @param contents digest that determines the contents of the image
     * @param program the file of the scanner
     * @param arguments of the scanner, with the image at a fixed place; one list for each run
     * @param inputs further inputs
     * @param variables the environment
     */
    public static ResultKey of(
            String contents,
            Path program,
            List<List<String>> arguments,
            ScannerInputs inputs,
            Map<String, String> variables)
            throws IOException {
        Path real = program.toRealPath();
        Fingerprint fingerprint = new Fingerprint().add(contents).add(real.toString());
        fingerprint.add(Long.toString(Files.size(real)));
        fingerprint.add(Files.getLastModifiedTime(real).toString());
        for (List<String> run : arguments) {
            fingerprint.add(run);
        }
        for (Path file : inputs.database()) {
            fingerprint.add(file);
        }
        for (Path file : inputs.settings()) {
            fingerprint.add(file);
        }
        for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
            if (variable.getKey().startsWith(inputs.variablePrefix())) {
                fingerprint.add(variable.getKey()).add(variable.getValue());
                for (Path file : ScannerInputs.possibleFiles(variable.getValue())) {
                    fingerprint.add(file);
                }
            }
        }
        return new ResultKey(fingerprint.hex());
    }
}
