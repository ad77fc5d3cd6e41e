/** What users see: tables, JSON, byte counts, terminals. */
@NullMarked
package dev.nydusview.jobs.output;

import org.jspecify.annotations.NullMarked;
