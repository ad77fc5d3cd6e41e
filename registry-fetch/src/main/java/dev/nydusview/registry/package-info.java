/** Vocabulary of access to registries: its failures, and counts of what was transferred. */
@NullMarked
package dev.nydusview.registry;

import org.jspecify.annotations.NullMarked;
