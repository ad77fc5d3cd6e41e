/** The life of a mount: start, serve, run a program, end. */
@NullMarked
package dev.nydusview.jobs.mount;

import org.jspecify.annotations.NullMarked;
