/**
 * Options that several commands share, as picocli mixins that produce values, and {@link OptionDefaults} from
 * environment variables and configuration files.
 * Used by {@code cli} and {@code cli.completion}.
 */
@NullMarked
package dev.nydusview.cli.options;

import org.jspecify.annotations.NullMarked;
