/** Scans: from options to images, scanners and exit codes. */
@NullMarked
package dev.nydusview.cli.scan;

import org.jspecify.annotations.NullMarked;
