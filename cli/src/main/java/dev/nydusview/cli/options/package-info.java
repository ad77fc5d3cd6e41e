/** Options that several commands share, and where their defaults come from. */
@NullMarked
package dev.nydusview.cli.options;

import org.jspecify.annotations.NullMarked;
