package dev.nydusview.image.nio;

import java.nio.file.attribute.UserPrincipal;

/** An owner by number: names are in the image's own files, of which nothing here knows. */
record NumericUser(long id) implements UserPrincipal {
    @Override
    public String getName() {
        return Long.toString(id);
    }

    @Override
    public String toString() {
        return getName();
    }
}
