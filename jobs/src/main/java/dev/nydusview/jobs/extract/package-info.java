/** Extraction from the user's side: what is wanted, where it goes, what is said. */
@NullMarked
package dev.nydusview.jobs.extract;

import org.jspecify.annotations.NullMarked;
