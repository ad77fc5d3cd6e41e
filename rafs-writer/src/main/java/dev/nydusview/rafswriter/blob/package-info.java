/** Blobs: data that is cut into chunks, and the index of these. */
@NullMarked
package dev.nydusview.rafswriter.blob;

import org.jspecify.annotations.NullMarked;
