/**
 * Adapters for scanners: {@link Scanner} is one with its arguments, version, database and report, and {@link Scanners}
 * finds one by its name. Used by {@code scan}, {@code scan.report} and {@code scan.store}.
 */
@NullMarked
package dev.nydusview.scan.scanner;

import org.jspecify.annotations.NullMarked;
