/** Files that programs over images do not get to see. */
@NullMarked
package dev.nydusview.cli.confine;

import org.jspecify.annotations.NullMarked;
