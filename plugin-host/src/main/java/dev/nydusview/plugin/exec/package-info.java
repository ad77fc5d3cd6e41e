/** How plugins are run. */
@NullMarked
package dev.nydusview.plugin.exec;

import org.jspecify.annotations.NullMarked;
