/**
 * The security log of use cases: {@link SecurityRecords} makes events of what they find out.
 * Used by {@code jobs.image}.
 */
@NullMarked
package dev.nydusview.jobs.security;

import org.jspecify.annotations.NullMarked;
