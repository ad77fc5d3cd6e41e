/** The nydusview command: one class a subcommand. */
@NullMarked
package dev.nydusview.cli;

import org.jspecify.annotations.NullMarked;
