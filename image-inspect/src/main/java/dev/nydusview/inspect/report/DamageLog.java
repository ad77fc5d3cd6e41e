package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.walk.TreeWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Log of the parts of an image that could not be read. */
final class DamageLog implements TreeWalk.Damage {
    private static final int MAX_ITEMS = 100;

    private final List<Item> items = new ArrayList<>();
    private long count;

    /** Amount of damage, and the first items. */
    record Damage(@JsonProperty("count") long count, @JsonProperty("items") List<Item> items) {}

    /** A failure at a path. */
    record Item(@JsonProperty("path") String path, @JsonProperty("message") String message) {}

    @Override
    public void at(EntryPath path, IOException failure) {
        add(path, "", failure);
    }

    /** @param what the part that cannot be read, to begin the sentence with */
    void add(EntryPath path, String what, IOException failure) {
        count++;
        if (items.size() < MAX_ITEMS) {
            items.add(new Item(DisplayText.path(path), what + DisplayText.message(failure)));
        }
    }

    Damage report() {
        return new Damage(count, List.copyOf(items));
    }
}
