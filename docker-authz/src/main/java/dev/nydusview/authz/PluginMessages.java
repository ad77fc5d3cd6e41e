package dev.nydusview.authz;

import dev.nydusview.authz.docker.ApiRequest;
import dev.nydusview.http.HttpResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests and responses of docker's plugin protocol (moby, pkg/authorization/api.go). */
final class PluginMessages {
    private static final String MEDIA_TYPE = "application/vnd.docker.plugins.v1.1+json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private PluginMessages() {}

    /**
     * A request that docker asks about.
     *
     * @param user empty if docker has authenticated nobody
     */
    record Asked(ApiRequest request, String user) {}

    /** @throws IOException if {@code body} is not a message of docker */
    static Asked read(byte[] body) throws IOException {
        try {
            JsonNode root = MAPPER.readTree(body);
            ApiRequest request =
                    new ApiRequest(text(root, "RequestMethod"), text(root, "RequestUri"), headers(root), content(root));
            if (request.method().isEmpty() || request.uri().isEmpty()) {
                throw new IOException("RequestMethod or RequestUri is missing");
            }
            return new Asked(request, text(root, "User"));
        } catch (JacksonException e) {
            throw new IOException("the request is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(JsonNode root, String name) throws IOException {
        JsonNode value = root.get(name);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new IOException(name + " is not a string");
        }
        return value.stringValue();
    }

    private static ByteBuffer content(JsonNode root) throws IOException {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text(root, "RequestBody")));
        } catch (IllegalArgumentException e) {
            throw new IOException("RequestBody is not base64", e);
        }
    }

    private static Map<String, String> headers(JsonNode root) throws IOException {
        Map<String, String> headers = new HashMap<>();
        JsonNode sent = root.get("RequestHeaders");
        if (sent != null && !sent.isNull()) {
            for (String name : sent.propertyNames()) {
                headers.put(name, text(sent, name));
            }
        }
        return headers;
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
        return new HttpResponse(status, MEDIA_TYPE, MAPPER.writeValueAsBytes(document));
    }
}
