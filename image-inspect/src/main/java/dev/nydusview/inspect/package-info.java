/** Entries of an image: found by path, and described in the words that users read. The packages below answer questions. */
@NullMarked
package dev.nydusview.inspect;

import org.jspecify.annotations.NullMarked;
