/** Vocabulary of use cases, which any front can run: the console that they talk to, interruptions, installed files. */
@NullMarked
package dev.nydusview.jobs;

import org.jspecify.annotations.NullMarked;
