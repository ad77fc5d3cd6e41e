package dev.nydusview.plugin.manifest;

import dev.nydusview.base.SafeText;
import dev.nydusview.base.json.ForeignJson;
import dev.nydusview.base.json.JsonLimits;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what plugins answer to {@code info}: the first JSON value on their standard output. */
public final class ManifestReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 1 << 16;
    private static final int MAX_TOKENS = 1 << 20;
    private static final int MAX_NUMBER = 1000;
    private static final int MAX_COMMANDS = 256;
    private static final int MAX_WORDS = 32;

    private static final ForeignJson JSON =
            ForeignJson.within(new JsonLimits(MAX_TEXT, MAX_DEPTH, MAX_TOKENS, MAX_NUMBER));

    private ManifestReader() {}

    /** Reads a manifest; output after it is ignored. */
    public static PluginManifest read(byte[] output) throws BadManifestException {
        JsonNode manifest;
        try {
            manifest = JSON.first(output);
        } catch (JacksonException e) {
            throw new BadManifestException("the output of its command info is not JSON: " + e.getOriginalMessage(), e);
        }
        if (manifest.isMissingNode()) {
            throw new BadManifestException("its command info prints nothing");
        }
        if (!manifest.isObject()) {
            throw new BadManifestException("the output of its command info is not a JSON object");
        }
        JsonNode version = manifest.path("manifestVersion");
        if (!version.isInt() || version.intValue() != PluginManifest.VERSION) {
            throw new BadManifestException("its manifest has version " + (version.isMissingNode() ? "none" : version)
                    + ", not " + PluginManifest.VERSION);
        }
        return new PluginManifest(
                printable("name", text(manifest, "name")),
                printable("version", text(manifest, "version")),
                sentence("author", text(manifest, "author")),
                sentence("description", text(manifest, "description").replaceAll("[\\r\\n\\t]+", " ")),
                sentences("tags", texts(manifest, "tags", MAX_COMMANDS)),
                commands(manifest));
    }

    private static List<PluginCommand> commands(JsonNode manifest) throws BadManifestException {
        JsonNode listed = array(manifest, "commands", MAX_COMMANDS);
        List<PluginCommand> commands = new ArrayList<>();
        for (JsonNode command : listed) {
            if (!command.isObject()) {
                throw new BadManifestException("its manifest has a command that is not an object");
            }
            List<String> path = texts(command, "path", MAX_WORDS);
            for (String word : path) {
                printable("path", word);
            }
            commands.add(new PluginCommand(path, printable("type", text(command, "type"))));
        }
        return commands;
    }

    /** Returns {@code text}, which will stand in messages, reports and command lines; throws unless it is printable. */
    private static String printable(String field, String text) throws BadManifestException {
        if (!SafeText.isPrintable(text)) {
            throw new BadManifestException("its manifest has a " + field + " with characters that are not printable");
        }
        return text;
    }

    private static String sentence(String field, String text) throws BadManifestException {
        if (SafeText.hasControls(text)) {
            throw new BadManifestException("its manifest has control characters in its " + field);
        }
        return text;
    }

    private static List<String> sentences(String field, List<String> texts) throws BadManifestException {
        for (String text : texts) {
            sentence(field, text);
        }
        return texts;
    }

    private static String text(JsonNode object, String field) throws BadManifestException {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString() || value.stringValue().indexOf('\0') >= 0) {
            throw new BadManifestException("its manifest has a " + field + " that is not a string");
        }
        return value.stringValue();
    }

    private static List<String> texts(JsonNode object, String field, int max) throws BadManifestException {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : array(object, field, max)) {
            if (!value.isString() || value.stringValue().indexOf('\0') >= 0) {
                throw new BadManifestException("its manifest has " + field + " that are not strings");
            }
            texts.add(value.stringValue());
        }
        return texts;
    }

    private static JsonNode array(JsonNode object, String field, int max) throws BadManifestException {
        JsonNode value = object.path(field);
        boolean absent = value.isMissingNode() || value.isNull();
        if (!absent && !value.isArray()) {
            throw new BadManifestException("its manifest has " + field + " that are not a list");
        }
        if (value.size() > max) {
            throw new BadManifestException("its manifest has more than " + max + " " + field);
        }
        return value;
    }
}
