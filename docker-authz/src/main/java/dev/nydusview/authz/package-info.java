/** Docker's authorization protocol, and the policy that decides by what a scan of an image finds. */
@NullMarked
package dev.nydusview.authz;

import org.jspecify.annotations.NullMarked;
