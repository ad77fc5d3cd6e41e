/** The life of a mount: {@link MountJob} starts it, serves it or runs a program on it, and ends it. */
@NullMarked
package dev.nydusview.jobs.mount;

import org.jspecify.annotations.NullMarked;
