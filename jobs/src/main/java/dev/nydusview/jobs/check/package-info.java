/** What {@code check} does and says. */
@NullMarked
package dev.nydusview.jobs.check;

import org.jspecify.annotations.NullMarked;
