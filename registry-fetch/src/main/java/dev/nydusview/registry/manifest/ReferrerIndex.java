package dev.nydusview.registry.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An index of referrers, as the OCI distribution specification has it ("Listing Referrers"). */
public final class ReferrerIndex {
    /** Bytes that a list of referrers may have, all its pages together. */
    public static final int MAX_SIZE = 8 << 20;

    private static final JsonFormat LISTS = OciFormats.manifests(MAX_SIZE);

    private ReferrerIndex() {}

    /**
     * Returns the descriptors in an index, except for those that this reader could not follow.
     *
     * @param place for messages
     */
    public static List<Descriptor> parse(byte[] bytes, String place) throws CorruptDataException {
        try {
            return JsonObject.parse(bytes, LISTS).objects("manifests").stream()
                    .map(Descriptor::ifValid)
                    .filter(Objects::nonNull)
                    .toList();
        } catch (MalformedJsonException e) {
            throw new CorruptDataException(place + ": the list is corrupt: " + e.getMessage());
        }
    }

    /** The digest that a manifest names as its subject; null if {@code bytes} are not one that does. */
    public static @Nullable String subjectOf(byte[] bytes) {
        try {
            JsonObject subject = JsonObject.parse(bytes, OciFormats.MANIFESTS).object("subject");
            return subject == null ? null : subject.string("digest");
        } catch (IOException e) {
            return null;
        }
    }
}
