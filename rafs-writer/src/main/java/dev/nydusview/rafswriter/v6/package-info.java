/** RAFS v6 bootstraps. */
@NullMarked
package dev.nydusview.rafswriter.v6;

import org.jspecify.annotations.NullMarked;
