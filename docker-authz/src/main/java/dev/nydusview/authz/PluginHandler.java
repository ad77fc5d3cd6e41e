package dev.nydusview.authz;

import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.authz.docker.ImageCalls;
import dev.nydusview.http.HttpHandler;
import dev.nydusview.http.HttpRequest;
import dev.nydusview.http.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The three methods of docker's authorization plugins. */
final class PluginHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHandler.class);
    private static final String ACTIVATE = "/Plugin.Activate";
    private static final String REQUEST = "/AuthZPlugin.AuthZReq";
    private static final String RESPONSE = "/AuthZPlugin.AuthZRes";

    private final PolicyEnforcer enforcer;

    PluginHandler(PolicyEnforcer enforcer) {
        this.enforcer = enforcer;
    }

    @Override
    public boolean wantsBody(String target) {
        return target.equals(REQUEST);
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws InterruptedException {
        return switch (request.target()) {
            case ACTIVATE, REQUEST, RESPONSE ->
                request.method().equals("POST")
                        ? post(request)
                        : PluginMessages.error(405, "only POST is supported").with("Allow", "POST");
            default -> PluginMessages.error(404, "unknown method of a plugin");
        };
    }

    private HttpResponse post(HttpRequest request) throws InterruptedException {
        return switch (request.target()) {
            case ACTIVATE -> PluginMessages.activation();
            case REQUEST -> decide(request);
            // A response comes too late to prevent anything, and docker's responses do not show contents of images.
            default -> PluginMessages.allowed();
        };
    }

    private HttpResponse decide(HttpRequest request) throws InterruptedException {
        try {
            PluginMessages.Asked asked = PluginMessages.read(request.body());
            Optional<ImageCall> call = ImageCalls.find(asked.request());
            Optional<AuditRecord> decision =
                    call.isEmpty() ? Optional.empty() : enforcer.decide(call.get(), asked.user());
            return decision.map(made -> PluginMessages.answer(made.isAllowed(), made.message()))
                    .orElseGet(PluginMessages::allowed);
        } catch (IOException e) {
            return PluginMessages.error(400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a request could not be decided", e);
            return PluginMessages.error(500, "nydusview failed: " + e);
        }
    }

    @Override
    public HttpResponse refuse(int status, String reason) {
        return PluginMessages.error(status, reason);
    }
}
