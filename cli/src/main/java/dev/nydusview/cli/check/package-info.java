/** What {@code check} does and says. */
@NullMarked
package dev.nydusview.cli.check;

import org.jspecify.annotations.NullMarked;
