/** Policies: rules, and their effects on requests for known and unknown images. */
@NullMarked
package dev.nydusview.authz.policy;

import org.jspecify.annotations.NullMarked;
