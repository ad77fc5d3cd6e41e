package dev.nydusview.cli.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * The keys of a TOML document with the lines of their statements, which the parser does not tell: every statement of a
 * valid document, below the header of its table, is a valid document of its own, and no part of a statement is.
 */
final class TomlStatements {
    private final ObjectMapper parser = new TomlMapper();
    private final Path file;
    private final List<Setting> settings = new ArrayList<>();
    private String header = "";

    private TomlStatements(Path file) {
        this.file = file;
    }

    /** Returns all keys that have a value, in order. */
    static List<Setting> read(String document, Path file) {
        TomlStatements statements = new TomlStatements(file);
        statements.requireValid(document);
        statements.split(document.lines().toList());
        return statements.settings;
    }

    private void requireValid(String document) {
        try {
            parser.readTree(document);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BadSettingsException(
                    file + (line > 0 ? ":" + line : "")
                            + " is not TOML: correct the line, where strings need quotes and tables a header such as [defaults]");
        }
    }

    private void split(List<String> lines) {
        StringBuilder statement = new StringBuilder();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (statement.isEmpty()) {
                first = i + 1;
            }
            statement.append(lines.get(i)).append('\n');
            if (isValid(statement.toString())) {
                add(statement.toString(), first);
                statement.setLength(0);
            }
        }
    }

    private boolean isValid(String text) {
        try {
            parser.readTree(text);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    private void add(String statement, int line) {
        if (statement.strip().startsWith("[")) {
            header = statement;
        }
        String whole = statement.equals(header) ? statement : header + statement;
        collect(List.of(), parser.readTree(whole), line);
    }

    private void collect(List<String> path, JsonNode value, int line) {
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                List<String> deeper = new ArrayList<>(path);
                deeper.add(member.getKey());
                collect(deeper, member.getValue(), line);
            }
        } else if (!path.isEmpty()) {
            settings.add(new Setting(path, texts(path, value, line), file, line));
        }
    }

    private List<String> texts(List<String> path, JsonNode value, int line) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            if (element.isContainer()) {
                throw new BadSettingsException(file + ":" + line + ": " + String.join(".", path)
                        + " is a list of tables or lists: write one value, or a list of strings");
            }
            texts.add(element.asString());
        }
        return texts;
    }
}
