/** A small HTTP/1.1 server on a UNIX socket: strict about what it reads, bounded in size, time and number. */
@NullMarked
package dev.nydusview.authz.http;

import org.jspecify.annotations.NullMarked;
