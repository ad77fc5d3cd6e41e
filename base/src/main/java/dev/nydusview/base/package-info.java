/**
 * Vocabulary that every module may use: text that is safe to print ({@link SafeText}, {@link SafeStream}), trusted
 * files ({@link Ownership}, {@link OutputFile}), digests ({@link Sha256}) and the exceptions for corrupt data and
 * unsupported features. Used by {@code base.json}.
 */
@NullMarked
package dev.nydusview.base;

import org.jspecify.annotations.NullMarked;
