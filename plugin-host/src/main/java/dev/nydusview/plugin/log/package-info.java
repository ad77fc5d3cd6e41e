/**
 * The service to which plugins log: {@link LogService} labels and bounds each {@link LogEntry} before a {@link
 * LogListener} receives it. Used by {@code plugin.exec} and {@code plugin.scan}.
 */
@NullMarked
package dev.nydusview.plugin.log;

import org.jspecify.annotations.NullMarked;
