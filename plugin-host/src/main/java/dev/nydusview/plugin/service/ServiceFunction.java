package dev.nydusview.plugin.service;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A function of a service. */
@FunctionalInterface
public interface ServiceFunction {
    /**
     * Answers a call.
     *
     * @param arguments as the plugin gave them, of any type
     * @return the results; none for a function that returns nothing
     * @throws ServiceException what the plugin is told instead
     */
    List<JsonNode> call(List<JsonNode> arguments) throws ServiceException;
}
