package dev.nydusview.plugin.service;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** One function of a service. */
@FunctionalInterface
public interface ServiceFunction {
    /**
     * Its results, none for a function that returns nothing. Any exception becomes an error reply, but for
     * {@link LimitExceededException}, which ends the plugin.
     *
     * @param arguments from the plugin, of any type and size
     */
    List<JsonNode> call(Arguments arguments) throws ServiceException;
}
