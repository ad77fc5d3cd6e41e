/** What users see: tables, JSON, byte counts, terminals. */
@NullMarked
package dev.nydusview.cli.output;

import org.jspecify.annotations.NullMarked;
