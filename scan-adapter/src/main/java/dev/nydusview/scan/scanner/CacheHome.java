package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where programs keep their caches and settings (XDG base directories). */
final class CacheHome {
    private CacheHome() {}

    static Path of(Map<String, String> variables) {
        String xdg = variables.getOrDefault("XDG_CACHE_HOME", "");
        return xdg.isEmpty() ? Path.of(variables.getOrDefault("HOME", "/"), ".cache") : Path.of(xdg);
    }

    /** The places where a file of settings may be. */
    static List<Path> configurations(Map<String, String> variables, String file) {
        String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
        Path own = xdg.isEmpty() ? Path.of(variables.getOrDefault("HOME", "/"), ".config") : Path.of(xdg);
        String shared = variables.getOrDefault("XDG_CONFIG_DIRS", "");
        List<Path> places = new ArrayList<>(List.of(own.resolve(file)));
        for (String directory : (shared.isEmpty() ? "/etc/xdg" : shared).split(":", -1)) {
            places.add(Path.of(directory, file));
        }
        return places;
    }
}
