/** Data blobs: where a chunk is stored in one, and the interface through which its bytes are fetched. */
@NullMarked
package dev.nydusview.rafs.blob;

import org.jspecify.annotations.NullMarked;
