package dev.nydusview.plugin.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns requests into replies: {@code sequence}, {@code services}, {@code ok}, {@code reply} and {@code error}, in this order. */
final class RequestHandler {
    private static final JsonMapper JSON = new JsonMapper();

    private final ServiceRegistry registry;

    RequestHandler(ServiceRegistry registry) {
        this.registry = registry;
    }

    /** The reply with a line feed; empty for something that no reply could be matched with. */
    Optional<byte[]> answer(JsonNode request) {
        JsonNode sequence = request.path("sequence");
        if (!sequence.isIntegralNumber() || sequence.bigIntegerValue().signum() < 0) {
            return Optional.empty();
        }
        ObjectNode reply = JSON.createObjectNode();
        reply.set("sequence", sequence);
        try {
            answer(request, reply);
        } catch (ServiceException e) {
            reply.put("error", e.getMessage());
        } catch (RuntimeException e) {
            reply.put("error", "the host failed: " + e);
        }
        return Optional.of((reply + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void answer(JsonNode request, ObjectNode reply) throws ServiceException {
        String type = text(request, "type");
        String namespace = text(request, "namespace");
        PluginService service = registry.find(namespace);
        switch (type) {
            case "hasNamespace" -> {
                if (service != null) {
                    reply.put("ok", true);
                }
            }
            case "getManifest" -> reply.set("reply", known(service, namespace).manifest());
            case "listServices" -> {
                ArrayNode names = reply.putArray("services");
                known(service, namespace).functions().keySet().stream().sorted().forEach(names::add);
            }
            case "call" -> {
                ArrayNode results = JSON.createArrayNode();
                call(known(service, namespace), request).forEach(results::add);
                reply.set("reply", results);
            }
            default -> throw new ServiceException("undefined request type \"" + type + "\"");
        }
    }

    private static List<JsonNode> call(PluginService service, JsonNode request) throws ServiceException {
        String name = text(request, "name");
        ServiceFunction function = service.functions().get(name);
        if (function == null) {
            throw new ServiceException(
                    "undefined service \"" + name + "\" in namespace \"" + service.namespace() + "\"");
        }
        JsonNode arguments = request.path("args");
        boolean none = arguments.isMissingNode() || arguments.isNull();
        if (!none && !arguments.isArray()) {
            throw new ServiceException("the arguments of \"" + name + "\" are no array");
        }
        List<JsonNode> list = new ArrayList<>();
        arguments.forEach(list::add);
        return function.call(list);
    }

    private static PluginService known(@Nullable PluginService service, String namespace) throws ServiceException {
        if (service == null) {
            throw new ServiceException("undefined namespace \"" + namespace + "\"");
        }
        return service;
    }

    private static String text(JsonNode request, String field) throws ServiceException {
        JsonNode value = request.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new ServiceException("the " + field + " of the request is no text");
        }
        return value.stringValue();
    }
}
