package dev.nydusview.registry.http;

import dev.nydusview.rafs.RafsException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.NotNydusException;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From answers and broken connections to exceptions that say what the user can do. */
final class RegistryErrors {
    private static final int MAX_BODY = 1 << 16;
    private static final int MAX_TEXT = 300;

    private RegistryErrors() {}

    /** An answer that is tried again, with the delay that the registry asks for. */
    private static final class Passing extends IOException {
        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        Passing(@Nullable Duration retryAfter) {
            super("the registry is busy");
            this.retryAfter = retryAfter;
        }
    }

    static String describe(Request request) {
        return request.method() + " " + Redactor.redact(request.url());
    }

    /** The exception for an unsuccessful answer. {@code user} is who the credentials were of, if any were sent. */
    static IOException of(Response response, @Nullable String user) {
        int status = response.code();
        String host = response.request().url().host();
        String message = describe(response.request()) + ": " + status + diagnosis(response);
        if (status == 401 || status == 403) {
            String remedy = user == null
                    ? "; log in with \"docker login " + host + "\" or pass --creds USER:PASSWORD"
                    : "; the registry does not accept the credentials of \"" + user + "\" for this: check them and"
                            + " the user's rights";
            return new AuthenticationException(message + remedy);
        }
        if (status == 404) {
            return new NotFoundException(message + "; check the name and the tag");
        }
        if (status == 429 || status >= 500) {
            String remedy = status == 429 ? "; too many requests: try later, or log in" : "; try again later";
            return new RemoteException(message + remedy, new Passing(retryAfter(response)));
        }
        return new RemoteException(message);
    }

    /** The code and text that the registry gives, as the distribution specification has them. */
    private static String diagnosis(Response response) {
        String body = head(response);
        try {
            JsonNode error = new JsonMapper().readTree(body).path("errors").path(0);
            String code = error.path("code").asString("");
            String text = error.path("message").asString("");
            return code.isEmpty() ? "" : " " + printable(code + (text.isEmpty() ? "" : ": " + text));
        } catch (JacksonException e) {
            return "";
        }
    }

    private static String head(Response response) {
        try (InputStream body = response.body().byteStream()) {
            return new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** One line without control characters, whatever the registry sends to the user's terminal. */
    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "...";
    }

    private static @Nullable Duration retryAfter(Response response) {
        String header = response.header("Retry-After");
        return header != null && header.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }

    /** Gives a failure of the connection its message; exceptions that have one already stay as they are. */
    static IOException ofConnection(IOException e) {
        if (e instanceof RemoteException
                || e instanceof AuthenticationException
                || e instanceof NotFoundException
                || e instanceof NotNydusException
                || e instanceof RafsException) {
            return e;
        }
        Throwable passing = e instanceof SSLException ? e : new Passing(null).initCause(e);
        return new RemoteException("the connection to the registry failed: " + reason(e), passing);
    }

    private static String reason(IOException e) {
        String text = printable(String.valueOf(e.getMessage()));
        if (e instanceof UnknownHostException) {
            return "unknown host (" + text + "); check the name and the network";
        }
        if (e instanceof ConnectException) {
            return text + "; is the registry running, and is the port right?";
        }
        if (e instanceof InterruptedIOException) {
            return "no answer in time (" + text + "); try again later or raise --timeout";
        }
        if (e instanceof SSLException) {
            return text.contains("plaintext") || text.contains("Unsupported or unrecognized SSL message")
                    ? "it does not speak TLS; for plain HTTP pass --plain-http"
                    : text + "; for a certificate of your own authority pass --cacert FILE, to skip verification"
                            + " --insecure";
        }
        return text + "; try again later";
    }

    static boolean mayPass(RemoteException failure) {
        return failure.getCause() instanceof Passing;
    }

    static @Nullable Duration retryAfter(IOException failure) {
        return failure.getCause() instanceof Passing passing ? passing.retryAfter : null;
    }
}
