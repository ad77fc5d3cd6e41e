/** Plugins on the command line: which there are, and what they find. */
@NullMarked
package dev.nydusview.jobs.plugin;

import org.jspecify.annotations.NullMarked;
