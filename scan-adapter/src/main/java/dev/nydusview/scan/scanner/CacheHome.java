package dev.nydusview.scan.scanner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Directories of programs for caches and settings (XDG base directories). */
final class CacheHome {
    private CacheHome() {}

    /** Home directory; empty if no variable names it, in which case programs ask the system or do without. */
    static Optional<Path> home(Map<String, String> variables) {
        return Optional.ofNullable(variables.get("HOME"))
                .filter(home -> home.startsWith("/"))
                .map(Path::of);
    }

    /** Directory for caches; empty if it is not known for sure. */
    static Optional<Path> of(Map<String, String> variables) {
        String xdg = variables.getOrDefault("XDG_CACHE_HOME", "");
        return xdg.isEmpty()
                ? home(variables).map(home -> home.resolve(".cache"))
                : Optional.of(xdg).filter(path -> path.startsWith("/")).map(Path::of);
    }

    /** Tests whether it is sure where programs look: some expand a path that is not absolute, others ignore it. */
    static boolean areKnown(Map<String, String> variables) {
        List<String> directories = new ArrayList<>();
        for (String name : List.of("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS")) {
            directories.addAll(List.of(variables.getOrDefault(name, "").split(":", -1)));
        }
        return home(variables).isPresent()
                && directories.stream().allMatch(directory -> directory.isEmpty() || directory.startsWith("/"));
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
