/** Reports on an image as files. */
@NullMarked
package dev.nydusview.cli.report;

import org.jspecify.annotations.NullMarked;
