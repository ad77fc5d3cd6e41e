package dev.nydusview.unpack.tree;

import java.util.HashSet;
import java.util.Set;

/** The keys of all that one layer has, the directories on the way included. */
final class LayerPaths {
    private final Set<String> keys = new HashSet<>();

    void add(String key) {
        String each = key;
        while (!each.isEmpty() && keys.add(each)) {
            each = each.substring(0, each.lastIndexOf('/'));
        }
    }

    boolean has(String key) {
        return keys.contains(key);
    }
}
