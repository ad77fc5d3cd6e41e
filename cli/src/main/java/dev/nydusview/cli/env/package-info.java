/**
 * The {@link Environment} of a command: variables, streams, terminals, signals and progress.
 * Used by {@code cli}, {@code cli.completion}, {@code cli.demo}, {@code cli.inspect}, {@code cli.options} and {@code
 * cli.prompt}.
 */
@NullMarked
package dev.nydusview.cli.env;

import org.jspecify.annotations.NullMarked;
