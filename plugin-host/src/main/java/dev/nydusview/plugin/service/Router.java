package dev.nydusview.plugin.service;

import dev.nydusview.base.SafeText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Finds the service that answers a request; the order of its search, and its errors, are those of libveinmind's server.
 */
final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final int MAX_QUOTED = 200;
    private static final int MAX_ERROR = 4096;

    private final Map<String, ActiveService> services;

    Router(Map<String, ActiveService> services) {
        this.services = services;
    }

    Response answer(Request request) throws ProtocolViolationException {
        if (request.unfit() != null) {
            return Response.error(request.sequence(), "invalid request: " + request.unfit());
        }
        ActiveService service = services.get(request.namespace());
        if (request.type().equals("hasNamespace")) {
            return Response.ok(request.sequence(), service != null);
        }
        if (service == null) {
            return Response.error(request.sequence(), "undefined namespace " + quoted(request.namespace()));
        }
        return switch (request.type()) {
            case "call" -> call(request, service.functions().get(request.name()));
            case "getManifest" -> Response.reply(request.sequence(), service.manifest());
            case "listServices" ->
                Response.services(
                        request.sequence(),
                        service.functions().keySet().stream().sorted().toList());
            default -> Response.error(request.sequence(), "invalid request type " + quoted(request.type()));
        };
    }

    private static Response call(Request request, @Nullable ServiceFunction function)
            throws ProtocolViolationException {
        if (function == null) {
            return Response.error(request.sequence(), "undefined service " + quoted(request.name()));
        }
        try {
            List<JsonNode> results = function.call(new Arguments(request.args(), request.size()));
            ArrayNode reply = JsonNodeFactory.instance.arrayNode();
            results.forEach(reply::add);
            return Response.reply(request.sequence(), reply);
        } catch (LimitExceededException e) {
            throw new ProtocolViolationException(ProtocolViolation.Kind.OVERRUN, message(e));
        } catch (ServiceException e) {
            return Response.error(request.sequence(), request.name() + ": " + message(e));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("The service {} has failed at {}.", request.namespace(), request.name(), e);
            return Response.error(request.sequence(), "panic in service: " + SafeText.fit(e.toString(), MAX_ERROR));
        }
    }

    private static String message(ServiceException e) {
        return SafeText.fit(String.valueOf(e.getMessage()), MAX_ERROR);
    }

    private static String quoted(String text) {
        return '"' + SafeText.fit(text, MAX_QUOTED) + '"';
    }
}
