package dev.nydusview.plugin.service;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A function of a service. */
@FunctionalInterface
public interface ServiceFunction {
    /**
     * Returns the results; an empty list for a function that does not return a value. Any exception becomes an error
     * reply, except {@link LimitExceededException}, which ends the plugin.
     *
     * @param arguments from the plugin, of any type and size
     */
    List<JsonNode> call(Arguments arguments) throws ServiceException;
}
