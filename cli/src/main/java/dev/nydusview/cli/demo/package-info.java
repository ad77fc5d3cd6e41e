/** The demonstration: a bundled image, a registry in the process, a scanner. */
@NullMarked
package dev.nydusview.cli.demo;

import org.jspecify.annotations.NullMarked;
