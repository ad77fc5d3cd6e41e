/** Output for users: tables, JSON, text. */
@NullMarked
package dev.nydusview.jobs.output;

import org.jspecify.annotations.NullMarked;
