/**
 * Reports: {@link FindingsOutput} writes findings as table, JSON, SARIF or HTML, {@link ReceiptPrinter} and {@link
 * ReceiptFile} write receipts, and {@link HtmlReport} is the page about an image.
 * Used by {@code jobs.judge}, {@code jobs.plugin}, {@code jobs.scan} and {@code jobs.security}.
 */
@NullMarked
package dev.nydusview.jobs.report;

import org.jspecify.annotations.NullMarked;
