/** Hostile input for every parser: fuzz targets and mutation runs. */
@NullMarked
package dev.nydusview.fuzz;

import org.jspecify.annotations.NullMarked;
