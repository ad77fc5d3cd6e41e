/**
 * Configuration files of other tools, in TOML and JSON.
 * Used by {@code registry.backend} and {@code registry.mirror}.
 */
@NullMarked
package dev.nydusview.registry.config;

import org.jspecify.annotations.NullMarked;
