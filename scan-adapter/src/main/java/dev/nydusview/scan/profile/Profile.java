package dev.nydusview.scan.profile;

import dev.nydusview.base.json.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Prediction of what a scanner reads of any image, most important first.
 *
 * @param schemaVersion of this document
 * @param name such as {@code trivy-sbom}
 * @param description for people
 */
public record Profile(int schemaVersion, String name, @Nullable String description, List<Rule> rules) {
    static final int SCHEMA_VERSION = 1;
    private static final int MAX_SIZE = 4 << 20;
    private static final int MAX_RULES = 1 << 12;

    public Profile {
        if (name == null || rules == null || rules.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("it has no name or no rules, or a rule is null");
        }
        rules = List.copyOf(rules);
    }

    /** Returns this profile without files that match {@code patterns}; patterns of other tools are ignored. */
    public Profile except(List<String> patterns) {
        List<String> usable = patterns.stream().filter(Globs::isGlob).toList();
        return new Profile(
                schemaVersion,
                name,
                description,
                rules.stream().map(rule -> rule.except(usable)).toList());
    }

    /** Returns a profile that comes with the program. */
    public static Profile shipped(String name) throws IOException {
        try (InputStream in = Profile.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IOException("there is no profile " + name);
            }
            return parse(in.readAllBytes(), name);
        }
    }

    /** Reads a profile from a file. */
    public static Profile read(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            throw new IOException("the profile " + file + " is larger than " + MAX_SIZE + " bytes");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    private static Profile parse(byte[] document, String where) throws IOException {
        Profile profile;
        try {
            profile = Documents.read(document, Profile.class);
            profile.rules.forEach(Rule::matcher);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("the profile " + where + " is invalid: " + e.getMessage(), e);
        }
        if (profile.schemaVersion != SCHEMA_VERSION || profile.rules.size() > MAX_RULES) {
            throw new IOException("the profile " + where + " has schema version " + profile.schemaVersion + " and "
                    + profile.rules.size() + " rules; this program reads version " + SCHEMA_VERSION + " with at most "
                    + MAX_RULES);
        }
        return profile;
    }
}
