/** Plain OCI images: manifest, configuration and layers. */
@NullMarked
package dev.nydusview.image.plain;

import org.jspecify.annotations.NullMarked;
