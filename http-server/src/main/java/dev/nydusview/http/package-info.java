/**
 * HTTP/1.1 on sockets of this machine: a server that is strict about what it reads, and bounded in size, time and
 * number, and a client for UNIX sockets that is the same. See docs/adr/0005-http-server.md.
 */
@NullMarked
package dev.nydusview.http;

import org.jspecify.annotations.NullMarked;
