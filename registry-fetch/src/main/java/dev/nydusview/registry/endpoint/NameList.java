package dev.nydusview.registry.endpoint;

import java.util.List;

/**
 * Names in a list of a registry, all of which are valid in a reference.
 *
 * @param complete whether the list has no others that were selected
 */
public record NameList(List<String> names, boolean complete) {
    public NameList {
        names = List.copyOf(names);
    }
}
