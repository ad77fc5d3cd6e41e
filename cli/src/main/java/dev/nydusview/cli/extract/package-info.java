/** Extraction from the user's side: what is wanted, where it goes, what is said. */
@NullMarked
package dev.nydusview.cli.extract;

import org.jspecify.annotations.NullMarked;
