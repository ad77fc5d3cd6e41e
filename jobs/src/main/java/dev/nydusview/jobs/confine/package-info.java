/** Files that programs over images do not get to see. */
@NullMarked
package dev.nydusview.jobs.confine;

import org.jspecify.annotations.NullMarked;
