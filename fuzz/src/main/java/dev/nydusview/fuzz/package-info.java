/**
 * Fuzz targets for every parser of foreign bytes: {@link FuzzEntry} for a coverage-guided fuzzer, and {@link
 * MutateMain} for mutations of the golden images.
 */
@NullMarked
package dev.nydusview.fuzz;

import org.jspecify.annotations.NullMarked;
