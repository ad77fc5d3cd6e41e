/**
 * Policies: {@link PolicyReader} reads a file into a {@link Policy}, whose rules have effects on requests for known and
 * unknown images. Used by {@code authz}.
 */
@NullMarked
package dev.nydusview.authz.policy;

import org.jspecify.annotations.NullMarked;
