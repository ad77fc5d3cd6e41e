package dev.nydusview.registry.config;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

/** A configuration file of another tool. Its content is never in messages, as it may be secret. */
public final class ConfigurationFile {
    private static final int MAX_SIZE = 1 << 20;

    private final Path path;

    public ConfigurationFile(Path path) {
        this.path = path;
    }

    /** Reads a file in TOML. */
    public JsonNode read() throws RemoteException {
        return parse(bytes(), new TomlMapper(), "TOML");
    }

    /** Reads a file in JSON or TOML, as its first character says. */
    public JsonNode readAny() throws RemoteException {
        byte[] bytes = bytes();
        boolean isJson =
                new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{");
        return isJson ? parse(bytes, new JsonMapper(), "JSON") : parse(bytes, new TomlMapper(), "TOML");
    }

    private byte[] bytes() throws RemoteException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_SIZE + 1);
        } catch (IOException e) {
            String fault = e instanceof NoSuchFileException ? " does not exist" : " cannot be read";
            throw new RemoteException("the configuration " + path + fault, e);
        }
        if (bytes.length > MAX_SIZE) {
            throw malformed("it is larger than 1 MiB");
        }
        return bytes;
    }

    private JsonNode parse(byte[] bytes, ObjectMapper mapper, String format) throws RemoteException {
        try {
            return mapper.readTree(bytes);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? -1 : e.getLocation().getLineNr();
            throw malformed("it is not " + format + (line < 0 ? "" : ", line " + line));
        }
    }

    /** Returns an exception that names the file. */
    public RemoteException malformed(String how) {
        return new RemoteException("the configuration " + path + " is malformed: " + how);
    }

    /** Returns a string, empty if it is absent or null. */
    public String text(JsonNode table, String name) throws RemoteException {
        JsonNode value = table.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
            throw malformed("\"" + name + "\" is not a string");
        }
        return value.isNull() ? "" : value.asString("");
    }

    /** Returns a boolean, false if it is absent. */
    public boolean flag(JsonNode table, String name) throws RemoteException {
        JsonNode value = table.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw malformed("\"" + name + "\" is not true or false");
        }
        return value.asBoolean(false);
    }

    /** A string or an array of strings. */
    public List<String> texts(JsonNode table, String name) throws RemoteException {
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
    public List<JsonNode> tables(JsonNode table, String name) throws RemoteException {
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
