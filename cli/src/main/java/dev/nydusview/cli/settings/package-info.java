/**
 * Settings of the user's and the system's configuration file: {@link Settings} finds the one of an option, or of a
 * registry.
 * Used by {@code cli}, {@code cli.completion}, {@code cli.env} and {@code cli.options}.
 */
@NullMarked
package dev.nydusview.cli.settings;

import org.jspecify.annotations.NullMarked;
