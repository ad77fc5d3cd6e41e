/**
 * Finds the manifest of an image: {@link ManifestResolver} takes the one for the platform, or a Nydus image that may be
 * read in place of a plain one.
 * Used by {@code image}, {@code image.document} and {@code image.source}.
 */
@NullMarked
package dev.nydusview.image.manifest;

import org.jspecify.annotations.NullMarked;
