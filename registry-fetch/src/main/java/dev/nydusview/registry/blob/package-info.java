/** Blob sources: a registry, an OCI layout, a directory. */
@NullMarked
package dev.nydusview.registry.blob;

import org.jspecify.annotations.NullMarked;
