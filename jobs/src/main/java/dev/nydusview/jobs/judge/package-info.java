/** Scans images with plugins on behalf of docker's authorization plugin: {@link AuthzJob}. */
@NullMarked
package dev.nydusview.jobs.judge;

import org.jspecify.annotations.NullMarked;
