package dev.nydusview.registry.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program {@code docker-credential-NAME}: {@code get} takes the server on standard input and prints JSON. Anything
 * but exit status 0 means that it has no credentials.
 */
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final int MAX_OUTPUT = 1 << 16;
    private static final int TIMEOUT_SECONDS = 20;

    private final String program;

    CredentialHelper(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException("\"" + name + "\" is not a name of a credential helper");
        }
        this.program = "docker-credential-" + name;
    }

    @Nullable
    Credentials find(String server) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(program, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IOException("credential helper " + program + " cannot be run: is it installed and on PATH?", e);
        }
        try {
            String output = talk(process, server);
            return process.exitValue() == 0 ? parse(output) : null;
        } finally {
            process.destroyForcibly();
        }
    }

    private String talk(Process process, String server) throws IOException {
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> readAll(process));
        try (OutputStream in = process.getOutputStream()) {
            in.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A helper that does not read its input may still answer.
        }
        try {
            String text = output.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException();
            }
            return text;
        } catch (TimeoutException e) {
            throw new IOException("credential helper " + program + " did not answer in " + TIMEOUT_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("credential helper " + program + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + program, e);
        }
    }

    private static String readAll(Process process) {
        try (InputStream out = process.getInputStream()) {
            return new String(out.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private @Nullable Credentials parse(String output) throws IOException {
        try {
            JsonNode json = new JsonMapper().readTree(output);
            String user = json.path("Username").asString("");
            return user.isEmpty()
                    ? null
                    : Credentials.of(user, json.path("Secret").asString(""));
        } catch (JacksonException e) {
            throw new IOException("credential helper " + program + " did not print JSON");
        }
    }
}
