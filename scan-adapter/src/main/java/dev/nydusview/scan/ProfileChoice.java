package dev.nydusview.scan;

import java.nio.file.Path;
import java.util.List;

/**
 * Profiles by which contents are fetched ahead.
 *
 * @param shipped whether the profiles of the scanners count
 * @param files further profiles
 */
public record ProfileChoice(boolean shipped, List<Path> files) {
    public static final ProfileChoice SHIPPED = new ProfileChoice(true, List.of());

    public ProfileChoice {
        files = List.copyOf(files);
    }
}
