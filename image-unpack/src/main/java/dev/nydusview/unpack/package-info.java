/** Plain OCI images as directories, unpacked once and kept. */
@NullMarked
package dev.nydusview.unpack;

import org.jspecify.annotations.NullMarked;
