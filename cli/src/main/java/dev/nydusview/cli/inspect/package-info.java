/**
 * Requests about an image, one {@link Request} class each. {@link Requests} finds them for the prompt, for {@code
 * inspect -R} and for the subcommands; a {@link Session} holds the image, and {@link Answers} prints. Used by {@code
 * cli}.
 */
@NullMarked
package dev.nydusview.cli.inspect;

import org.jspecify.annotations.NullMarked;
