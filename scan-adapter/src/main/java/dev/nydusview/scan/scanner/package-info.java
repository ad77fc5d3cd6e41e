/** What is to be known of each scanner: its arguments, its version, its database, its report. */
@NullMarked
package dev.nydusview.scan.scanner;

import org.jspecify.annotations.NullMarked;
