/**
 * Writes RAFS v5 and v6 images in shapes that the real builder does not emit: {@link ImageBuilder}. Shares no code with
 * the readers under test: offsets and algorithms are written down here a second time.
 */
@NullMarked
package dev.nydusview.testdata.builder;

import org.jspecify.annotations.NullMarked;
