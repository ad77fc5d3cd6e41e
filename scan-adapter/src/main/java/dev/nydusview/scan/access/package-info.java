/** What was read from a mount, by whom, and what it took. */
@NullMarked
package dev.nydusview.scan.access;

import org.jspecify.annotations.NullMarked;
