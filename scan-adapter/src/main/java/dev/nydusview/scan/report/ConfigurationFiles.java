package dev.nydusview.scan.report;

import dev.nydusview.base.json.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * The configuration of an image as files that a scanner understands: the document itself, its environment, and the
 * instructions of its history.
 */
public final class ConfigurationFiles {
    private ConfigurationFiles() {}

    /** Writes them into {@code directory}. */
    public static void write(byte[] configuration, Path directory) throws IOException {
        JsonNode document = ForeignDocument.read(configuration);
        Files.write(directory.resolve("config.json"), Documents.write(document));
        StringBuilder environment = new StringBuilder();
        for (JsonNode variable : document.path("config").path("Env")) {
            environment.append(variable.asString("")).append('\n');
        }
        write(directory.resolve("environment"), environment);
        StringBuilder history = new StringBuilder();
        for (JsonNode step : document.path("history")) {
            history.append(instruction(step.path("created_by").asString(""))).append('\n');
        }
        write(directory.resolve("history"), history);
    }

    private static void write(Path file, StringBuilder text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** Returns an instruction as it was written: the classic builder puts a shell in front of what is not a command. */
    private static String instruction(String created) {
        String noCommand = "/bin/sh -c #(nop) ";
        if (created.startsWith(noCommand)) {
            return created.substring(noCommand.length()).strip();
        }
        String shell = "/bin/sh -c ";
        return created.startsWith(shell) ? "RUN " + created.substring(shell.length()) : created;
    }
}
