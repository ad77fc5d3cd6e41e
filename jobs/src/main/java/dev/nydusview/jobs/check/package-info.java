/** Checks of an image, and their report. */
@NullMarked
package dev.nydusview.jobs.check;

import org.jspecify.annotations.NullMarked;
