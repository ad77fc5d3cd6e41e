/**
 * The {@link Prompt} of {@code inspect}: reads lines with history and completion, has a {@link Shell} answer them, and
 * shows the answers a window at a time.
 * Used by {@code cli}, {@code cli.completion} and {@code cli.inspect}.
 */
@NullMarked
package dev.nydusview.cli.prompt;

import org.jspecify.annotations.NullMarked;
