/** Images of a use case, opened through the library of the process: read lazily, or pulled and unpacked. */
@NullMarked
package dev.nydusview.jobs.image;

import org.jspecify.annotations.NullMarked;
