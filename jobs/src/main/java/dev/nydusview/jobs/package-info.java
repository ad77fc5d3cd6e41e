/**
 * Vocabulary of the use cases, which any front can run: the {@link Console} that they print to, {@link Interruption},
 * and {@link InstalledFiles}.
 * Used by {@code jobs.batch}, {@code jobs.check}, {@code jobs.extract}, {@code jobs.image}, {@code jobs.judge}, {@code
 * jobs.metrics}, {@code jobs.mount}, {@code jobs.output}, {@code jobs.plugin}, {@code jobs.report}, {@code jobs.scan}
 * and {@code jobs.security}.
 */
@NullMarked
package dev.nydusview.jobs;

import org.jspecify.annotations.NullMarked;
