package dev.nydusview.registry.auth;

import dev.nydusview.base.CurrentUser;
import dev.nydusview.base.HomeDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Paths below directories that environment variables name; an unset or empty variable adds none. */
final class CredentialFilePaths {
    private final Map<String, String> environment;
    private final List<Path> places = new ArrayList<>();

    CredentialFilePaths(Map<String, String> environment) {
        this.environment = environment;
    }

    boolean add(String variable, String below) {
        String value = value(variable);
        if (value.isEmpty()) {
            return false;
        }
        places.add(below.isEmpty() ? Path.of(value) : Path.of(value).resolve(below));
        return true;
    }

    private String value(String variable) {
        Path home = variable.equals("HOME") ? HomeDirectory.of(environment) : null;
        return home == null ? environment.getOrDefault(variable, "") : home.toString();
    }

    void addOr(String variable, String below, String otherVariable, String otherBelow) {
        if (!add(variable, below)) {
            add(otherVariable, otherBelow);
        }
    }

    /** Adds a file below the directory that podman makes for each user where there is no {@code $XDG_RUNTIME_DIR}. */
    void addRuntime(String directory, String file) {
        try {
            places.add(Path.of("/run", directory, Integer.toUnsignedString(CurrentUser.id()), file));
        } catch (IOException e) {
            return; // a user without a number has no such directory
        }
    }

    List<Path> list() {
        return List.copyOf(places);
    }
}
