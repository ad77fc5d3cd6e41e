/**
 * Test data for all modules: {@link GoldenImage}s of the real builder with the {@link Listing} that readers must show,
 * and clients and processes that several modules test with. Used by {@code testdata.builder}.
 */
@NullMarked
package dev.nydusview.testdata;

import org.jspecify.annotations.NullMarked;
