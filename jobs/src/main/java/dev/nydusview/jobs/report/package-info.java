/** Reports on an image as files. */
@NullMarked
package dev.nydusview.jobs.report;

import org.jspecify.annotations.NullMarked;
