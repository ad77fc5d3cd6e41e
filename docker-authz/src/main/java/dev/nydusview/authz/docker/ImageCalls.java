package dev.nydusview.authz.docker;

import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.ref.ImageReference;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the requests that name an image among all that docker is asked (moby, api/server/router). */
public final class ImageCalls {
    private static final Target DISGUISED = new Target.Unreadable(
            "it may be an import, or a pull whose parameters are in a form that docker did not pass on;"
                    + " a rule that names the action import decides about imports");

    private static final Pattern PUSH = Pattern.compile("/images/(.+)/push", Pattern.DOTALL);
    private static final Pattern SERVICE = Pattern.compile("/services/(?:create|[^/]+/update)");
    private static final Pattern PLUGIN = Pattern.compile("/plugins/(?:pull|.+/upgrade)", Pattern.DOTALL);

    /** An ID, or the beginning of one in the length in which docker shows it. */
    private static final Pattern ID = Pattern.compile("(?:sha256:)?[0-9a-f]{12,64}");

    private static final GoJson CONTAINER = new GoJson(JsonShape.object("Image"));
    private static final GoJson SERVICE_SPEC = new GoJson(JsonShape.object()
            .with(
                    "TaskTemplate",
                    JsonShape.object()
                            .with("ContainerSpec", JsonShape.object("Image"))
                            .with("PluginSpec", JsonShape.object("Remote"))));

    private ImageCalls() {}

    /** Finds the action of {@code request} and its image; empty if it is not about one. */
    public static Optional<ImageCall> find(ApiRequest request) {
        if (!request.method().equals("POST")) {
            return Optional.empty();
        }
        RequestTarget target = RequestTarget.parse(request.uri());
        String path = target.path();
        Matcher push = PUSH.matcher(path);
        if (path.equals("/images/create")) {
            return Optional.of(pullOrImport(request, target));
        } else if (path.equals("/containers/create")) {
            return Optional.of(call(Action.CREATE, target, () -> create(request)));
        } else if (push.matches()) {
            return Optional.of(call(Action.PUSH, target, () -> push(request, push.group(1), target)));
        } else if (SERVICE.matcher(path).matches()) {
            return service(request, target);
        } else if (PLUGIN.matcher(path).matches()) {
            return Optional.of(call(Action.PLUGIN, target, () -> plugin(request, target)));
        }
        return UnscannableCalls.find(target);
    }

    private static ImageCall call(Action action, RequestTarget target, Supplier<Target> image) {
        try {
            target.requireClean();
            return new ImageCall(action, image.get(), RequestedPlatform.of(action, target));
        } catch (IllegalArgumentException e) {
            return new ImageCall(action, new Target.Unreadable(String.valueOf(e.getMessage())), null);
        }
    }

    /** Decides between a pull and an import: without fromImage it is an import, unless a body makes it a pull. */
    private static ImageCall pullOrImport(ApiRequest request, RequestTarget target) {
        boolean isPull = !target.parameter("fromImage").isEmpty() || !target.isClean() || request.hasForm();
        if (isPull) {
            return call(Action.PULL, target, () -> pull(request, target));
        }
        ImageCall disguised = request.mayHaveForm() ? new ImageCall(Action.PULL, DISGUISED, null) : null;
        return new ImageCall(Action.IMPORT, new Target.Unnamed(target.path()), null, disguised);
    }

    private static Target pull(ApiRequest request, RequestTarget target) {
        request.requireNoBody();
        String name = target.parameter("fromImage");
        // Docker takes a colon at the end for no tag (moby, daemon/images/image_pull.go).
        return oneOf(name.endsWith(":") ? name.substring(0, name.length() - 1) : name, target.parameter("tag"));
    }

    private static Target push(ApiRequest request, String name, RequestTarget target) {
        request.requireNoBody();
        return oneOf(name, target.parameter("tag"));
    }

    private static Target plugin(ApiRequest request, RequestTarget target) {
        request.requireJson();
        return named(target.parameter("remote"));
    }

    private static Target create(ApiRequest request) {
        return named(CONTAINER.read(request.body(), container -> GoJson.text(container, "Image")));
    }

    /** The image that runs after a rollback is in no request. */
    private static Optional<ImageCall> service(ApiRequest request, RequestTarget target) {
        Optional<ImageCall> named = namedService(request, target);
        boolean isRollback = target.isClean()
                && target.path().endsWith("/update")
                && target.parameter("rollback").equals("previous");
        return isRollback
                ? Optional.of(new ImageCall(
                        Action.SERVICE_ROLLBACK, new Target.Unnamed(target.path()), null, named.orElse(null)))
                : named;
    }

    /** A task may also attach a network, which needs no image. */
    private static Optional<ImageCall> namedService(ApiRequest request, RequestTarget target) {
        ImageCall call =
                call(Action.SERVICE, target, () -> named(SERVICE_SPEC.read(request.body(), ImageCalls::ofTask)));
        boolean isNone =
                call.target() instanceof Target.Local local && local.text().isEmpty();
        return isNone ? Optional.empty() : Optional.of(call);
    }

    /** The name in a specification of a service: of an image, or of a plugin. */
    private static String ofTask(JsonObject service) throws MalformedJsonException {
        JsonObject template = service.object("TaskTemplate");
        if (template == null) {
            return "";
        }
        String image = GoJson.text(template.object("ContainerSpec"), "Image");
        String plugin = GoJson.text(template.object("PluginSpec"), "Remote");
        if (!image.isEmpty() && !plugin.isEmpty()) {
            throw new IllegalArgumentException("the body names an image and a plugin");
        }
        return image + plugin;
    }

    /** An image by its name alone, or by its ID. */
    private static Target named(String text) {
        if (text.isEmpty()) {
            return new Target.Local("", "no image is named");
        }
        if (ID.matcher(text).matches()) {
            return new Target.Local(text, "it is the ID of an image that docker has");
        }
        return remote(text, () -> ImageNames.whole(text));
    }

    /** Returns an image by its name and a separate tag; without a tag docker takes all tags. */
    private static Target oneOf(String name, String tag) {
        Target target = remote(name, () -> ImageNames.tagged(name, tag));
        boolean isAll = target instanceof Target.Remote remote
                && remote.name().tag() == null
                && remote.name().digest() == null;
        return isAll ? new Target.Local(target.toString(), "all of its tags are requested") : target;
    }

    private static Target remote(String text, Supplier<ImageReference> name) {
        try {
            return new Target.Remote(name.get());
        } catch (IllegalArgumentException e) {
            return new Target.Local(text, "it is not the name of an image: " + e.getMessage());
        }
    }
}
