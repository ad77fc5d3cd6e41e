/** Messages and log records as JSON, one object a line. */
@NullMarked
package dev.nydusview.cli.log;

import org.jspecify.annotations.NullMarked;
