package dev.nydusview.image.document;

import dev.nydusview.base.ReplacedImage;
import org.jspecify.annotations.Nullable;

/**
 * A manifest or index as it is stored.
 *
 * @param name the source in its canonical form, with the digest of the document
 * @param replaced the plain image in whose place it is read; null if it is the one that the source names
 * @param bytes verified; not parsed
 */
public record StoredManifest(String name, @Nullable ReplacedImage replaced, byte[] bytes) {}
