/** JSON that came from outside: bounded by its caller, checked as it is read. */
@NullMarked
package dev.nydusview.registry.json;

import org.jspecify.annotations.NullMarked;
