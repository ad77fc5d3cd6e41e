/** What a plugin may take of the machine. */
@NullMarked
package dev.nydusview.plugin.limits;

import org.jspecify.annotations.NullMarked;
