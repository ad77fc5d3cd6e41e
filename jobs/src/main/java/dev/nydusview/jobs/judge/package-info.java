/** The authorization plugin for docker as a command: images judged by plugins. */
@NullMarked
package dev.nydusview.jobs.judge;

import org.jspecify.annotations.NullMarked;
