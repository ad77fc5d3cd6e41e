/** Opens Nydus images from registries, OCI layouts and files. Start with {@link dev.nydusview.registry.NydusImage}. */
@NullMarked
package dev.nydusview.registry;

import org.jspecify.annotations.NullMarked;
