/** What users configure plugins with. */
@NullMarked
package dev.nydusview.plugin.conf;

import org.jspecify.annotations.NullMarked;
