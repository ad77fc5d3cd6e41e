/** Plain OCI images as directories, unpacked once and kept. */
@NullMarked
package dev.nydusview.image.oci;

import org.jspecify.annotations.NullMarked;
