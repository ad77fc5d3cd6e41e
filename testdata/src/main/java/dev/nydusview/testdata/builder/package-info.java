/**
 * Writes RAFS v5 and v6 bootstraps and blobs, for the shapes that the real builder does not emit. Shares no code with
 * the readers that are tested with them: offsets and algorithms are written down here a second time.
 */
@NullMarked
package dev.nydusview.testdata.builder;

import org.jspecify.annotations.NullMarked;
