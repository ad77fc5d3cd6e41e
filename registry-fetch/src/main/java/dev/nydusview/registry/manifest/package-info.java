/** Manifests and indexes: which image, which layers, and the bootstrap in its layer. */
@NullMarked
package dev.nydusview.registry.manifest;

import org.jspecify.annotations.NullMarked;
