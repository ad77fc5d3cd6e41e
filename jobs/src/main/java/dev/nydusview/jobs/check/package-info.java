/** Checks an image ({@link ImageChecker}) and prints the {@link CheckReport}. */
@NullMarked
package dev.nydusview.jobs.check;

import org.jspecify.annotations.NullMarked;
