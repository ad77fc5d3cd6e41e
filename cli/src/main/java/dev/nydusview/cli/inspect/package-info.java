/** Requests about an image, one class each, for the prompt, {@code inspect -R} and the command line alike. */
@NullMarked
package dev.nydusview.cli.inspect;

import org.jspecify.annotations.NullMarked;
