/** Inodes and directories as commands show them. */
@NullMarked
package dev.nydusview.cli.listing;

import org.jspecify.annotations.NullMarked;
