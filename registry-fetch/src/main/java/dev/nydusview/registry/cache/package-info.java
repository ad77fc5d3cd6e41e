/** Chunks and bootstraps kept on disk between runs. */
@NullMarked
package dev.nydusview.registry.cache;

import org.jspecify.annotations.NullMarked;
