package dev.nydusview.authz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Requests with all members of moby's authorization.Request (pkg/authorization/api.go), in its order. */
final class DockerRequests {
    static final String ASK = "/AuthZPlugin.AuthZReq";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private DockerRequests() {}

    static String pull(String name, String tag) {
        return request("POST", "/v1.43/images/create?fromImage=" + name + "&tag=" + tag, "");
    }

    static String create(String image) {
        return request("POST", "/v1.43/containers/create", "{\"Hostname\":\"\",\"Image\":\"" + image + "\"}");
    }

    private static Map<String, String> headers(String body) {
        String type = body.isEmpty() ? "text/plain" : "application/json";
        return Map.of("Content-Type", type, "Content-Length", "" + body.length(), "User-Agent", "Docker-Client");
    }

    static String request(String method, String uri, String body) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("User", "CN=operator");
        request.put("UserAuthNMethod", "TLS");
        request.put("RequestMethod", method);
        request.put("RequestUri", uri);
        if (!body.isEmpty()) {
            request.put("RequestBody", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
        }
        request.put("RequestHeaders", headers(body));
        request.put("RequestPeerCertificates", List.of("LS0tLS1CRUdJTg=="));
        request.put("ResponseStatusCode", 0);
        request.put("ResponseBody", "");
        request.put("ResponseHeaders", Map.of());
        return MAPPER.writeValueAsString(request);
    }
}
