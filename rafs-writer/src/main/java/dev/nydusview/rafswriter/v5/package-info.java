/** RAFS v5 bootstraps. */
@NullMarked
package dev.nydusview.rafswriter.v5;

import org.jspecify.annotations.NullMarked;
