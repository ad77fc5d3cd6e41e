/** The life of a mount: start, serve, run a program, end; in the foreground or detached. */
@NullMarked
package dev.nydusview.jobs.mount;

import org.jspecify.annotations.NullMarked;
