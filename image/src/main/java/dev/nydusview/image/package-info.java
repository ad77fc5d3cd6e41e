/** Images opened from a registry, an OCI layout or a bootstrap file, and what they share in a process. */
@NullMarked
package dev.nydusview.image;

import org.jspecify.annotations.NullMarked;
