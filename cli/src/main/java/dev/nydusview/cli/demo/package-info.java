/**
 * The demonstration ({@link Demo}): serves a bundled image from a registry in this process, mounts it and scans it.
 * Used by {@code cli}.
 */
@NullMarked
package dev.nydusview.cli.demo;

import org.jspecify.annotations.NullMarked;
