package dev.nydusview.plugin.service;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** A service of a third party. */
public final class GreeterServices implements PluginServices {
    static final String NAMESPACE = "example.com/greeter";

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public JsonNode manifest() {
        return JsonNodeFactory.instance.objectNode().put("language", "en");
    }

    @Override
    public Map<String, ServiceFunction> functions(RunContext run) {
        return Map.of(
                "greet",
                arguments -> List.of(StringNode.valueOf("hello "
                        + arguments.expect(1).at(0).asString() + " of " + run.plugin() + " at " + run.image())),
                "nothing",
                arguments -> List.of(),
                "refuse",
                arguments -> {
                    throw new ServiceException("no");
                },
                "crash",
                arguments -> {
                    throw new IllegalStateException("broken");
                },
                "overrun",
                arguments -> {
                    throw new LimitExceededException("asked for too much");
                });
    }
}
