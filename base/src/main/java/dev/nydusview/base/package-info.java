/** Vocabulary that every module may use: text that is safe to print, files that may be believed, foreign documents. */
@NullMarked
package dev.nydusview.base;

import org.jspecify.annotations.NullMarked;
