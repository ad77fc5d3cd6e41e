/**
 * HTTP/1.1 on sockets of this machine: {@link HttpServer} parses strictly and bounds sizes, times and connections;
 * {@link UnixHttpClient} is the same for a client. The reasons are in docs/adr/0005-http-server.md.
 */
@NullMarked
package dev.nydusview.http;

import org.jspecify.annotations.NullMarked;
