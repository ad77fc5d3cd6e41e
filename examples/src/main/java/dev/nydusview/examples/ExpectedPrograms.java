package dev.nydusview.examples;

import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.plugin.service.RunContext;
import dev.nydusview.plugin.service.ServiceFunction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.BooleanNode;

/** A service for plugins: tells which programs are expected to have a set-uid bit. */
public final class ExpectedPrograms implements PluginServices {
    private final Set<String> paths;

    /** Expects the programs at {@code paths}, which are absolute. */
    public ExpectedPrograms(Set<String> paths) {
        this.paths = Set.copyOf(paths);
    }

    @Override
    public String namespace() {
        return "example.com/expected";
    }

    @Override
    public Map<String, ServiceFunction> functions(RunContext run) {
        return Map.of(
                "isExpected",
                arguments -> List.of(BooleanNode.valueOf(
                        paths.contains(arguments.expect(1).at(0).stringValue("")))));
    }
}
