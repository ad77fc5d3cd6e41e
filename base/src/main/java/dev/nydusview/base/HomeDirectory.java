package dev.nydusview.base;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The home directory of the user: {@code $HOME}, else that of the password database. */
public final class HomeDirectory {
    private HomeDirectory() {}

    /** Returns the home directory, whether it exists or not; null if neither place names one. */
    public static @Nullable Path of(Map<String, String> environment) {
        String variable = environment.getOrDefault("HOME", "");
        // The JVM reads this property from the password database, and has "?" if that does not know the user.
        String home = variable.isEmpty() ? System.getProperty("user.home", "") : variable;
        return home.startsWith("/") ? Path.of(home) : null;
    }
}
