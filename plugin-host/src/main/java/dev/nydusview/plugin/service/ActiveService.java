package dev.nydusview.plugin.service;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A namespace during one run. */
record ActiveService(JsonNode manifest, Map<String, ServiceFunction> functions) {
    ActiveService {
        functions = Map.copyOf(functions);
    }

    static ActiveService of(PluginServices services, RunContext run) {
        return new ActiveService(services.manifest(), services.functions(run));
    }
}
