package dev.nydusview.plugin.suppress;

import dev.nydusview.base.Glob;
import dev.nydusview.base.Glob.Syntax;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.LocatedJson;
import dev.nydusview.base.json.MalformedJsonException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads ignore files, {@code {"schemaVersion": 1, "ignore": [...]}}. */
final class IgnoreFile {
    private static final JsonLimits LIMITS = JsonLimits.of(4 << 20);
    private static final Set<String> TOP = Set.of("schemaVersion", "ignore");
    private static final Set<String> MEMBERS = Set.of("rule", "path", "image", "until", "why");

    private final Path file;

    private IgnoreFile(Path file) {
        this.file = file;
    }

    /** Reads the entries of {@code document}, which is that of {@code file}. */
    static List<IgnoreEntry> read(Path file, byte[] document) throws MalformedJsonException {
        LocatedJson top = LocatedJson.parse(document, LIMITS);
        requireKnown(top, TOP);
        LocatedJson version = top.member("schemaVersion");
        if (version == null || !version.is(1)) {
            throw (version == null ? top : version).wrong("\"schemaVersion\" is not 1");
        }
        IgnoreFile reader = new IgnoreFile(file);
        List<IgnoreEntry> entries = new ArrayList<>();
        for (LocatedJson entry : top.elements("ignore")) {
            entries.add(reader.entry(entry));
        }
        return entries;
    }

    private IgnoreEntry entry(LocatedJson entry) throws MalformedJsonException {
        requireKnown(entry, MEMBERS);
        String why = entry.string("why");
        if (why == null || why.isBlank()) {
            throw entry.wrong("\"why\" is missing: say why the finding does not count");
        }
        if (entry.member("rule") == null && entry.member("path") == null) {
            throw entry.wrong("\"rule\" and \"path\" are missing: an entry needs at least one of them");
        }
        return new IgnoreEntry(
                glob(entry.member("rule")),
                glob(entry.member("path")),
                glob(entry.member("image")),
                date(entry.member("until")),
                new Suppression(Suppression.Source.IGNORE_FILE, file + ":" + entry.line(), why.strip()));
    }

    private static void requireKnown(LocatedJson object, Set<String> known) throws MalformedJsonException {
        for (String name : object.names()) {
            if (!known.contains(name)) {
                throw object.wrong("the name \"" + name + "\" is unknown; known are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private static @Nullable Glob glob(@Nullable LocatedJson pattern) throws MalformedJsonException {
        if (pattern == null) {
            return null;
        }
        try {
            String relative = IgnoreEntry.relative(pattern.string());
            return Glob.of(relative, Syntax.SLASHES, Syntax.ANY_DEPTH, Syntax.BRACES, Syntax.BRACKETS);
        } catch (IllegalArgumentException e) {
            throw pattern.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable LocalDate date(@Nullable LocatedJson date) throws MalformedJsonException {
        if (date == null) {
            return null;
        }
        try {
            return LocalDate.parse(date.string());
        } catch (DateTimeException e) {
            throw date.wrong("\"until\" is \"" + date.string() + "\", not a day such as 2030-01-31");
        }
    }
}
