/** The process around a command: streams, terminals, signals, progress. */
@NullMarked
package dev.nydusview.cli.env;

import org.jspecify.annotations.NullMarked;
