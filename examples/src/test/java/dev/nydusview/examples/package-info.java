@NullMarked
package dev.nydusview.examples;

import org.jspecify.annotations.NullMarked;
