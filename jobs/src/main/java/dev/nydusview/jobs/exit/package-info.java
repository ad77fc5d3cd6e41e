/**
 * Exit codes ({@link ExitCode}) by class of failure, and the {@link Messages} that go with them.
 * Used by {@code jobs.check}, {@code jobs.control}, {@code jobs.extract}, {@code jobs.image}, {@code jobs.judge},
 * {@code jobs.mount}, {@code jobs.output}, {@code jobs.plugin}, {@code jobs.report}, {@code jobs.scan} and {@code
 * jobs.security}.
 */
@NullMarked
package dev.nydusview.jobs.exit;

import org.jspecify.annotations.NullMarked;
