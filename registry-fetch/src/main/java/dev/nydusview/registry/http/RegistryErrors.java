package dev.nydusview.registry.http;

import dev.nydusview.base.SafeText;
import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Turns an unsuccessful answer into an exception with the request, the registry's message and a remedy. Codes are those
 * of the OCI distribution specification, section "Error Codes".
 */
final class RegistryErrors {
    private static final int MAX_BODY = 64 << 10;
    private static final int MAX_TEXT = 200;

    private static final JsonFormat ERRORS = JsonFormat.strict(
            JsonLimits.of(MAX_BODY),
            JsonShape.object("error", "details").with("errors", JsonShape.object("code", "message", "detail")));

    /** Answers of Go and nginx to plain HTTP on a port of HTTPS. */
    private static final Pattern NOT_TLS = Pattern.compile("HTTP request (to an HTTPS server|was sent to HTTPS port)");

    private RegistryErrors() {}

    /** @param remedy sentence for the user in case of "not found" or "not allowed"; may be empty */
    static IOException of(Response response, String remedy) {
        int status = response.code();
        String message = Redactor.described(response.request()) + ": " + status + said(response);
        String advised = remedy.isEmpty() ? message : message + "; " + remedy;
        if (status == 401 || status == 403) {
            return new AuthenticationException(advised);
        }
        if (status == 404 || status == 410) {
            return new NotFoundException(advised);
        }
        boolean wantsTls = status == 400 && !response.request().url().isHttps();
        if (wantsTls && NOT_TLS.matcher(message).find()) {
            return new RemoteException(message + "; " + ServerProbe.TLS);
        }
        return new RemoteException(message);
    }

    /** Reads an answer whose status {@link #isTemporary is temporary}, and closes it. */
    static TemporaryFailure temporary(Response response) {
        try (response) {
            String message = Redactor.described(response.request()) + ": " + response.code() + said(response);
            return new TemporaryFailure(message, retryAfter(response));
        }
    }

    /** Tests for a status after which the same request may succeed later. */
    static boolean isTemporary(int status) {
        return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
    }

    /** Returns the beginning of the body, as far as it arrives. */
    static byte[] body(Response response) {
        try {
            return response.body().byteStream().readNBytes(MAX_BODY);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String said(Response response) {
        return said(response, body(response));
    }

    /** Returns the errors that the body states, as {@code " CODE: message"}. */
    static String said(Response response, byte[] body) {
        String text;
        try {
            text = errors(JsonObject.parse(body, ERRORS));
        } catch (MalformedJsonException e) {
            StorageError stated = StorageError.parse(body);
            text = stated == null ? firstLine(body) : stated.text();
        }
        text = text.isEmpty() ? response.message() : text;
        return text.isEmpty() ? "" : " " + shortened(text);
    }

    private static String errors(JsonObject body) throws MalformedJsonException {
        List<JsonObject> errors = body.objects("errors");
        if (errors.isEmpty()) {
            // Token servers answer so (RFC 6749 section 5.2, and Docker's own).
            return joined(body.string("error"), body.has("details") ? body.string("details") : null);
        }
        return joined(errors.get(0).string("code"), errors.get(0).string("message"));
    }

    private static String joined(@Nullable String code, @Nullable String message) {
        if (code == null || code.isEmpty()) {
            return message == null ? "" : message;
        }
        return message == null || message.isEmpty() ? code : code + ": " + message;
    }

    private static String firstLine(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        // An error page is of no use in a one-line message.
        return text.startsWith("<") ? "" : text.lines().findFirst().orElse("");
    }

    /** Escapes text of a foreign server, so that neither line breaks nor control sequences reach the terminal. */
    private static String shortened(String text) {
        return SafeText.shortened(text.strip(), MAX_TEXT);
    }

    /** RFC 9110 section 10.2.3: seconds or a date. */
    private static @Nullable Duration retryAfter(Response response) {
        String value = response.header("Retry-After");
        if (value == null) {
            return null;
        }
        if (value.strip().matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value.strip()));
        }
        try {
            Instant when = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), when);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
