/** Requests of docker's API: those that name an image, and its name. */
@NullMarked
package dev.nydusview.authz.docker;

import org.jspecify.annotations.NullMarked;
