package dev.nydusview.scan.scanner;

import java.util.List;
import java.util.Optional;

/** The scanners that need no explanation. */
public final class Scanners {
    private static final List<Scanner> KNOWN = List.of(new Trivy(), new Syft(), new Grype(), new Clamav(), new Yara());

    private Scanners() {}

    /** The names of all of them. */
    public static List<String> names() {
        return KNOWN.stream().map(Scanner::name).toList();
    }

    public static Optional<Scanner> named(String name) {
        return KNOWN.stream().filter(scanner -> scanner.name().equals(name)).findFirst();
    }
}
