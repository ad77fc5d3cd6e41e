/** JSON that came from outside: bounded, and such that no other reader can see another document in it. */
@NullMarked
package dev.nydusview.base.json;

import org.jspecify.annotations.NullMarked;
