/**
 * Plain OCI images: {@link UnpackedImages} unpacks an {@link OciImage} into a directory once, and compares the
 * directory before it is used again. Used by {@code image}.
 */
@NullMarked
package dev.nydusview.image.oci;

import org.jspecify.annotations.NullMarked;
