package dev.nydusview.plugin.service;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Functions under one namespace that plugins may call. Called on one thread for each plugin that runs. */
public interface PluginService {
    /** Such as {@code github.com/example/project/service}. */
    String namespace();

    /** What plugins are told of it; an empty object if it has nothing to say. */
    default JsonNode manifest() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The functions by name. */
    Map<String, ServiceFunction> functions();
}
