/** Images of layers that tests write themselves, unpacked for real. */
@NullMarked
package dev.nydusview.image.oci;

import org.jspecify.annotations.NullMarked;
