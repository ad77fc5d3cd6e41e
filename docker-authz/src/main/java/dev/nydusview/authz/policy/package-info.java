/** The policy file: rules, and what they say of an image or of not knowing one. */
@NullMarked
package dev.nydusview.authz.policy;

import org.jspecify.annotations.NullMarked;
