/**
 * Completion of command lines in shells: scripts for bash, zsh and fish, made from the commands, and {@link Candidates},
 * which the scripts ask for images and paths in them. Used by {@code cli}.
 */
@NullMarked
package dev.nydusview.cli.completion;

import org.jspecify.annotations.NullMarked;
