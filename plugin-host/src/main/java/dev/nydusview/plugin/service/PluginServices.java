package dev.nydusview.plugin.service;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A namespace of functions that plugins can call while they run.
 *
 * <p>Third parties add their own: a public class with a constructor without parameters, named in
 * {@code META-INF/services/dev.nydusview.plugin.service.PluginServices} of a jar on the class path of the host. It is
 * made once; {@link #functions} is asked once for each run of a plugin, possibly on several threads at once, so what a
 * service remembers of a run belongs into the functions it returns.
 *
 * <pre>{@code
 * public final class Greeter implements PluginServices {
 *     public String namespace() {
 *         return "example.com/greeter";
 *     }
 *
 *     public Map<String, ServiceFunction> functions(RunContext run) {
 *         return Map.of("greet", arguments -> List.of(StringNode.valueOf("hello " + run.plugin())));
 *     }
 * }
 * }</pre>
 */
public interface PluginServices {
    /**
     * Returns the name by which plugins find the service; by custom a path that its maker owns. A plugin sees one
     * service of a name.
     */
    String namespace();

    /** Returns the answer to {@code getManifest}; an empty object if the service has nothing to tell. */
    default JsonNode manifest() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns the functions by name, for one run. They are called one at a time, on a thread of that run. */
    Map<String, ServiceFunction> functions(RunContext run);
}
