package dev.nydusview.cli.settings;

import dev.nydusview.base.HomeDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Places of configuration files, the one that comes first in front. */
public final class SettingsFiles {
    /** Variable that names a file to read in place of the user's own. */
    public static final String VARIABLE = "NYDUSVIEW_CONFIG";

    private static final String SYSTEM = "system";
    private static final String NAME = "nydusview/config.toml";

    private SettingsFiles() {}

    /**
     * A place of a configuration file.
     *
     * @param owner {@code user}, {@code system}, or the variable that names the file
     * @param required whether the user has named it, so that it has to exist
     */
    public record Place(String owner, Path path, boolean required) {
        boolean isSystem() {
            return owner.equals(SYSTEM);
        }
    }

    /** Returns the user's file, if there is a home directory, and the system's one. */
    public static List<Place> of(Map<String, String> environment) {
        List<Place> places = new ArrayList<>();
        String named = environment.getOrDefault(VARIABLE, "");
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path home = HomeDirectory.of(environment);
        if (!named.isEmpty()) {
            places.add(new Place(VARIABLE, Path.of(named).toAbsolutePath(), true));
        } else if (xdg.startsWith("/")) {
            places.add(new Place("user", Path.of(xdg, NAME), false));
        } else if (home != null) {
            places.add(new Place("user", home.resolve(".config").resolve(NAME), false));
        }
        places.add(new Place(SYSTEM, Path.of("/etc", NAME), false));
        return places;
    }
}
