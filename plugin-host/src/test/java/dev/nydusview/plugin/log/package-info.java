@NullMarked
package dev.nydusview.plugin.log;

import org.jspecify.annotations.NullMarked;
