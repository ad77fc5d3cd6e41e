@NullMarked
package dev.nydusview.plugin.conf;

import org.jspecify.annotations.NullMarked;
