package dev.nydusview.scan.scanner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The settings of ClamAV's updater, by which {@code clamscan} finds the database too (shared/misc.c, freshdbdir). */
final class FreshclamSettings {
    /** Places where packages, and builds from source, have the settings. */
    static final List<Path> PLACES = List.of(
            Path.of("/etc/clamav/freshclam.conf"),
            Path.of("/etc/freshclam.conf"),
            Path.of("/usr/local/etc/freshclam.conf"),
            Path.of("/usr/local/etc/clamav/freshclam.conf"));

    private static final String DIRECTORY = "databasedirectory";

    private final List<Path> places;

    FreshclamSettings(List<Path> places) {
        this.places = List.copyOf(places);
    }

    List<Path> places() {
        return places;
    }

    /** Directories that the settings name; empty if one of the files cannot be understood. */
    Optional<List<Path>> databases() {
        List<Path> named = new ArrayList<>();
        for (Path place : places) {
            if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try {
                for (String line : Files.readAllLines(place, StandardCharsets.ISO_8859_1)) {
                    String[] words = line.strip().split("\\s+", 2);
                    if (words[0].equalsIgnoreCase(DIRECTORY)) {
                        String value = words.length < 2
                                ? ""
                                : words[1].replace("\"", "").strip();
                        if (!value.startsWith("/")) {
                            return Optional.empty();
                        }
                        named.add(Path.of(value));
                    }
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.of(named);
    }
}
