/**
 * Requests of docker's API: {@link ImageCalls} finds those that name an image, and the {@link Target} that each names.
 * Used by {@code authz} and {@code authz.policy}.
 */
@NullMarked
package dev.nydusview.authz.docker;

import org.jspecify.annotations.NullMarked;
