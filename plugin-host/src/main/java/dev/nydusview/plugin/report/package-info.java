/**
 * The service to which plugins report: {@link ReportService} takes the three forms in which they do, and makes each
 * event one or more {@link Finding}s.
 * Used by {@code plugin.exec}, {@code plugin.scan} and {@code plugin.suppress}.
 */
@NullMarked
package dev.nydusview.plugin.report;

import org.jspecify.annotations.NullMarked;
