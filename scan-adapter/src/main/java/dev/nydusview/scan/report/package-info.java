/** What a scanner has printed, made fit to be passed on. */
@NullMarked
package dev.nydusview.scan.report;

import org.jspecify.annotations.NullMarked;
