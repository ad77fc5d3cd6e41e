package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.Map;

/** Where programs keep their caches (XDG base directories). */
final class CacheHome {
    private CacheHome() {}

    static Path of(Map<String, String> variables) {
        String xdg = variables.getOrDefault("XDG_CACHE_HOME", "");
        return xdg.isEmpty() ? Path.of(variables.getOrDefault("HOME", "/"), ".cache") : Path.of(xdg);
    }
}
