/**
 * Output for users: {@link Table}, {@link Json} and {@link TextOutput}.
 * Used by {@code jobs.batch}, {@code jobs.check}, {@code jobs.control}, {@code jobs.extract}, {@code jobs.mount},
 * {@code jobs.plugin}, {@code jobs.report} and {@code jobs.scan}.
 */
@NullMarked
package dev.nydusview.jobs.output;

import org.jspecify.annotations.NullMarked;
