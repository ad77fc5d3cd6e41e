package dev.nydusview.image.document;

import dev.nydusview.base.ReplacedImage;
import org.jspecify.annotations.Nullable;

/** A manifest or index as it is stored: verified, and not parsed. */
public final class StoredManifest {
    private final String name;
    private final @Nullable ReplacedImage replaced;
    private final byte[] bytes;

    /**
     * @param name the source in its canonical form, with the digest of the document
     * @param replaced the plain image in whose place it is read; null if it is the one that the source names
     * @param bytes verified; kept, not copied
     */
    public StoredManifest(String name, @Nullable ReplacedImage replaced, byte[] bytes) {
        this.name = name;
        this.replaced = replaced;
        this.bytes = bytes;
    }

    /** The source in its canonical form, with the digest of the document. */
    public String name() {
        return name;
    }

    /** The plain image in whose place the document is read; null if it is the one that the source names. */
    public @Nullable ReplacedImage replaced() {
        return replaced;
    }

    public byte[] bytes() {
        return bytes;
    }
}
