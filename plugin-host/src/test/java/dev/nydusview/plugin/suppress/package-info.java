@NullMarked
package dev.nydusview.plugin.suppress;

import org.jspecify.annotations.NullMarked;
