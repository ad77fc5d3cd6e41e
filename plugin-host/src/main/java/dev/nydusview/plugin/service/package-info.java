/** What plugins may ask of their host: requests and replies over two streams, routed to services. */
@NullMarked
package dev.nydusview.plugin.service;

import org.jspecify.annotations.NullMarked;
