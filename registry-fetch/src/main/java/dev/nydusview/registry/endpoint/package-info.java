/**
 * The endpoints of registries: {@link RegistryContents} for manifests and layers, {@link RemoteBlobSource} for ranges
 * of blobs, and {@link RegistryCatalog} for lists.
 * Used by {@code registry.backend}.
 */
@NullMarked
package dev.nydusview.registry.endpoint;

import org.jspecify.annotations.NullMarked;
