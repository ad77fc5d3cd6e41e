/** Configuration files of other tools, in TOML and JSON. */
@NullMarked
package dev.nydusview.registry.config;

import org.jspecify.annotations.NullMarked;
