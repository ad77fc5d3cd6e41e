/** Reports: receipts, findings as table, JSON, SARIF and HTML, and the page about an image. */
@NullMarked
package dev.nydusview.jobs.report;

import org.jspecify.annotations.NullMarked;
