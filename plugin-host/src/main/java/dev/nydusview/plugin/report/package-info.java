/** What plugins find, in whichever of three ways they report it, as findings of one shape. */
@NullMarked
package dev.nydusview.plugin.report;

import org.jspecify.annotations.NullMarked;
