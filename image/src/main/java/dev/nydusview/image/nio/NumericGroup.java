package dev.nydusview.image.nio;

import java.nio.file.attribute.GroupPrincipal;

/** A group by number. */
record NumericGroup(long id) implements GroupPrincipal {
    @Override
    public String getName() {
        return Long.toString(id);
    }

    @Override
    public String toString() {
        return getName();
    }
}
