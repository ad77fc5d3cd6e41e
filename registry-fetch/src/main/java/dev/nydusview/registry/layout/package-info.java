/** OCI layouts on the disk. */
@NullMarked
package dev.nydusview.registry.layout;

import org.jspecify.annotations.NullMarked;
