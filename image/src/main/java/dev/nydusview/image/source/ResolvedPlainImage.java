package dev.nydusview.image.source;

import dev.nydusview.image.manifest.ImageConfiguration;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import java.io.Closeable;

/**
 * The manifest of a plain OCI image and the way to its layers, none of which has been fetched.
 *
 * @param name the source in its canonical form, with the digest of the manifest
 * @param configuration fetched when asked for, if it was not already
 * @param meter what has been fetched for this image so far
 * @param connection to be closed after use
 */
public record ResolvedPlainImage(
        String name,
        Manifest manifest,
        ImageContents contents,
        ImageConfiguration configuration,
        TransferMeter meter,
        Closeable connection) {}
