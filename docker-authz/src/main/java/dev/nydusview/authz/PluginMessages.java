package dev.nydusview.authz;

import dev.nydusview.authz.docker.ApiRequest;
import dev.nydusview.base.json.Documents;
import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.http.HttpResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests and responses of docker's plugin protocol (moby, pkg/authorization/api.go). */
final class PluginMessages {
    private static final String MEDIA_TYPE = "application/vnd.docker.plugins.v1.1+json";

    private static final JsonFormat MESSAGE = JsonFormat.strict(
            JsonLimits.of(AuthorizationSettings.MAX_BODY),
            JsonShape.object("User", "RequestMethod", "RequestUri", "RequestBody")
                    .with("RequestHeaders", JsonShape.map(JsonShape.ANY)));

    private PluginMessages() {}

    /**
     * A request about which docker asks.
     *
     * @param user empty if docker has authenticated nobody
     */
    record Asked(ApiRequest request, String user) {}

    /** @throws IOException if {@code body} is not a message of docker */
    static Asked read(byte[] body) throws IOException {
        try {
            JsonObject message = JsonObject.parse(body, MESSAGE);
            ApiRequest request = new ApiRequest(
                    text(message, "RequestMethod"),
                    text(message, "RequestUri"),
                    message.stringMap("RequestHeaders"),
                    content(message));
            if (request.method().isEmpty() || request.uri().isEmpty()) {
                throw new IOException("RequestMethod or RequestUri is missing");
            }
            return new Asked(request, text(message, "User"));
        } catch (MalformedJsonException e) {
            throw new IOException("the request is malformed: " + e.getMessage(), e);
        }
    }

    private static String text(JsonObject message, String name) throws MalformedJsonException {
        String text = message.string(name);
        return text == null ? "" : text;
    }

    private static ByteBuffer content(JsonObject message) throws IOException {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text(message, "RequestBody")));
        } catch (IllegalArgumentException e) {
            throw new IOException("RequestBody is not base64", e);
        }
    }

    static HttpResponse activation() {
        return response(200, Map.of("Implements", List.of("authz")));
    }

    static HttpResponse allowed() {
        return response(200, Map.of("Allow", true));
    }

    /** @param message is shown by docker if it denies */
    static HttpResponse answer(boolean allow, String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Allow", allow);
        answer.put("Msg", message);
        return response(200, answer);
    }

    /** A refusal: docker denies the request that it asked about, and shows {@code reason}. */
    static HttpResponse error(int status, String reason) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Allow", false);
        answer.put("Err", reason);
        return response(status, answer);
    }

    private static HttpResponse response(int status, Map<String, ?> document) {
        return new HttpResponse(status, MEDIA_TYPE, Documents.message(document));
    }
}
