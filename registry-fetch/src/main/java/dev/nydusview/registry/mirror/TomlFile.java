package dev.nydusview.registry.mirror;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A configuration file in TOML. */
final class TomlFile {
    private static final int MAX_SIZE = 1 << 20;

    private final Path path;

    TomlFile(Path path) {
        this.path = path;
    }

    JsonNode read() throws RemoteException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        } catch (IOException e) {
            throw new RemoteException("the configuration " + path + " cannot be read", e);
        }
        if (bytes.length > MAX_SIZE) {
            throw malformed("it is larger than 1 MiB");
        }
        try {
            return new TomlMapper().readTree(bytes);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
            throw malformed("it is not TOML" + (line < 0 ? "" : ", line " + line));
        }
    }

    RemoteException malformed(String how) {
        return new RemoteException("the configuration " + path + " is malformed: " + how);
    }

    String text(JsonNode table, String name) throws RemoteException {
        JsonNode value = table.path(name);
        if (!value.isMissingNode() && !value.isString()) {
            throw malformed("\"" + name + "\" is not a string");
        }
        return value.asString("");
    }

    boolean flag(JsonNode table, String name) throws RemoteException {
        JsonNode value = table.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw malformed("\"" + name + "\" is not true or false");
        }
        return value.asBoolean(false);
    }

    /** A string or an array of strings. */
    List<String> texts(JsonNode table, String name) throws RemoteException {
        JsonNode value = table.path(name);
        if (!value.isArray()) {
            String one = text(table, name);
            return one.isEmpty() ? List.of() : List.of(one);
        }
        List<String> found = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isString()) {
                throw malformed("\"" + name + "\" has something that is not a string");
            }
            found.add(element.asString());
        }
        return found;
    }

    /** The tables of an array of tables, none if it is absent. */
    List<JsonNode> tables(JsonNode table, String name) throws RemoteException {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode element : table.path(name)) {
            if (!element.isObject()) {
                throw malformed("\"" + name + "\" is not an array of tables");
            }
            found.add(element);
        }
        return found;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
