/** Reads from hosts that misbehave: bytes, errors, the number of requests, and the time that they take. */
@NullMarked
package dev.nydusview.registry.faults;

import org.jspecify.annotations.NullMarked;
