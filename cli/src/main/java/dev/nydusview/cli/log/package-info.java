/**
 * Messages and log records as JSON, one object a line.
 * Used by {@code cli.env} and {@code cli.options}.
 */
@NullMarked
package dev.nydusview.cli.log;

import org.jspecify.annotations.NullMarked;
