package dev.nydusview.registry.auth;

import dev.nydusview.base.HomeDirectory;
import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.AuthenticationException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A program {@code docker-credential-NAME}: it reads a server on its input and answers with a JSON object. */
final class CredentialHelper {
    private static final int MAX_OUTPUT = 64 << 10;
    private static final JsonFormat ANSWERS =
            JsonFormat.strict(JsonLimits.of(MAX_OUTPUT), JsonShape.object("ServerURL", "Username", "Secret"));
    private static final JsonMapper JSON = new JsonMapper();
    private static final String IDENTITY_TOKEN_USER = "<token>";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final String program;
    private final Map<String, String> environment;
    private final Duration timeout;

    CredentialHelper(String name, Map<String, String> environment, Duration timeout) throws AuthenticationException {
        // A name with a slash would run a program that is not on PATH.
        if (!NAME.matcher(name).matches()) {
            throw new AuthenticationException(
                    "the credential helper name \"" + name + "\" is not a plain program name");
        }
        this.program = "docker-credential-" + name;
        this.environment = environment;
        this.timeout = timeout;
    }

    String program() {
        return program;
    }

    boolean isInstalled() {
        return executable() != null;
    }

    /** Returns the helper's credentials for {@code server}; null if it has none. */
    @Nullable
    Credentials find(String server) throws IOException {
        Path executable = executable();
        return executable == null ? null : run(executable, "get", server, this::parse);
    }

    /** Has the helper keep {@code login} for {@code server}. */
    void store(String server, Credentials.Password login) throws IOException {
        Map<String, String> entry = Map.of("ServerURL", server, "Username", login.user(), "Secret", login.password());
        run(requireExecutable(), "store", JSON.writeValueAsString(entry), this::requireSuccess);
    }

    /** Has the helper forget its credentials for {@code server}. */
    void erase(String server) throws IOException {
        run(requireExecutable(), "erase", server, this::requireSuccess);
    }

    private Path requireExecutable() throws AuthenticationException {
        Path executable = executable();
        if (executable == null) {
            throw failed("it is not on PATH");
        }
        return executable;
    }

    /** Makes a result of what an ended helper has written. */
    private interface Answer<T> {
        @Nullable
        T of(Process process, byte[] output) throws AuthenticationException;
    }

    private <T> @Nullable T run(Path executable, String action, String input, Answer<T> answer) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(executable.toString(), action).redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path home = HomeDirectory.of(environment);
        if (home != null) {
            builder.environment().put("HOME", home.toString());
        }
        Process process = start(builder);
        try {
            return answer.of(process, converse(process, input));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private @Nullable Void requireSuccess(Process process, byte[] output) throws AuthenticationException {
        if (process.exitValue() != 0) {
            throw failed("exit code " + process.exitValue());
        }
        return null;
    }

    private Process start(ProcessBuilder builder) throws AuthenticationException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AuthenticationException("the credential helper " + program + " could not be started", e);
        }
    }

    private @Nullable Path executable() {
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty()) {
                Path candidate = Path.of(directory).resolve(program);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private byte[] converse(Process process, String sent) throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write(sent.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A helper need not read its input; its answer decides.
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.getInputStream(), answer), program);
        reader.setDaemon(true);
        reader.start();
        try {
            byte[] output = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw timedOut();
            }
            return output;
        } catch (TimeoutException e) {
            throw timedOut();
        } catch (ExecutionException e) {
            throw failed("its answer could not be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + program);
        }
    }

    private static void read(InputStream output, CompletableFuture<byte[]> answer) {
        try {
            answer.complete(output.readNBytes(MAX_OUTPUT + 1));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }

    private @Nullable Credentials parse(Process process, byte[] output) throws AuthenticationException {
        String text = new String(output, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            if (text.contains("credentials not found")) {
                return null;
            }
            throw failed("exit code " + process.exitValue());
        }
        if (output.length > MAX_OUTPUT) {
            throw failed("its answer is longer than " + MAX_OUTPUT + " bytes");
        }
        try {
            JsonObject json = JsonObject.parse(output, ANSWERS);
            return credentials(json.string("Username"), json.string("Secret"));
        } catch (MalformedJsonException e) {
            throw failed("its answer is malformed: " + e.getMessage());
        }
    }

    private @Nullable Credentials credentials(@Nullable String user, @Nullable String secret) {
        if (user == null || secret == null || secret.isEmpty()) {
            return null;
        }
        return user.equals(IDENTITY_TOKEN_USER)
                ? new Credentials.IdentityToken(secret)
                : new Credentials.Password(user, secret);
    }

    private AuthenticationException timedOut() {
        return failed("no answer within " + timeout.toSeconds() + " s");
    }

    private AuthenticationException failed(String how) {
        return new AuthenticationException("the credential helper " + program + " failed: " + how);
    }
}
