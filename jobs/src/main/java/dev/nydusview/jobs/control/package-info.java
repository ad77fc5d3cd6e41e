/**
 * Control of running mounts: a {@link ControlServer} in each answers on a socket, {@link Mounts} lists them, and a
 * {@link MountReport} is left when one has ended. Used by {@code jobs.confine} and {@code jobs.mount}.
 */
@NullMarked
package dev.nydusview.jobs.control;

import org.jspecify.annotations.NullMarked;
