/**
 * Manifests and indexes: {@link ManifestDocument} parses one, {@link ImageContents} is where they come from, and {@link
 * VerifyingInputStream} compares content with its {@link Descriptor}. Used by {@code registry.endpoint} and {@code
 * registry.layout}.
 */
@NullMarked
package dev.nydusview.registry.manifest;

import org.jspecify.annotations.NullMarked;
