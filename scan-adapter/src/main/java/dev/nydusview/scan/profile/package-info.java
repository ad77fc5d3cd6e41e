/**
 * Fetches what a scanner is going to read: {@link ReadAhead} does so by a {@link Profile}, which {@link
 * ProfileRecorder} makes from an earlier scan. Used by {@code scan} and {@code scan.mount}.
 */
@NullMarked
package dev.nydusview.scan.profile;

import org.jspecify.annotations.NullMarked;
