package dev.nydusview.authz.docker;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the requests that bring images from elsewhere than registries (moby, daemon/server/router). */
final class UnscannableCalls {
    private static final Map<Action, Pattern> PATHS = Map.of(
            Action.LOAD, path("/images/load"),
            Action.BUILD, path("/build"),
            Action.SESSION, path("/(?:session|grpc)"),
            Action.COMMIT, path("/commit"),
            Action.TAG, path("/images/.+/tag"),
            Action.PLUGIN_CREATE, path("/plugins/create"),
            Action.PLUGIN_ENABLE, path("/plugins/.+/enable"),
            Action.PLUGIN_SET, path("/plugins/.+/set"),
            Action.SWARM, path("/swarm/(?:init|join|update|leave|unlock)"));

    private UnscannableCalls() {}

    private static Pattern path(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    static Optional<ImageCall> find(RequestTarget target) {
        return PATHS.entrySet().stream()
                .filter(action -> action.getValue().matcher(target.path()).matches())
                .map(action -> new ImageCall(action.getKey(), new Target.Unnamed(target.path()), null))
                .findFirst();
    }
}
