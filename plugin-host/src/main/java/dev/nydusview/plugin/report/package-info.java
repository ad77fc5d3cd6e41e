/** What plugins find, in one form whatever form they report it in. */
@NullMarked
package dev.nydusview.plugin.report;

import org.jspecify.annotations.NullMarked;
