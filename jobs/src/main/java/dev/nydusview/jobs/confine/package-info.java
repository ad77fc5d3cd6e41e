/**
 * Files that programs over images must not see: {@link OutOfReach}. Used by {@code jobs.image} and {@code jobs.plugin}.
 */
@NullMarked
package dev.nydusview.jobs.confine;

import org.jspecify.annotations.NullMarked;
