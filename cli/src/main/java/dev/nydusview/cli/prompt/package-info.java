/** The prompt: lines are read with history and completion, and answers shown a window at a time. */
@NullMarked
package dev.nydusview.cli.prompt;

import org.jspecify.annotations.NullMarked;
