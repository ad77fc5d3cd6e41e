/** Where manifests, layers and blobs of a repository come from: a registry, or an OCI layout on disk. */
@NullMarked
package dev.nydusview.registry.store;

import org.jspecify.annotations.NullMarked;
