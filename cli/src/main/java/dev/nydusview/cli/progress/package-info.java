/** What is going on, while it goes on. */
@NullMarked
package dev.nydusview.cli.progress;

import org.jspecify.annotations.NullMarked;
