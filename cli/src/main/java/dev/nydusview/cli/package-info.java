/** The command line: {@link Main} runs one class for each subcommand. */
@NullMarked
package dev.nydusview.cli;

import org.jspecify.annotations.NullMarked;
