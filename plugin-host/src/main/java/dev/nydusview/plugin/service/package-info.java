/** What a host offers to plugins while they run: the channel, the requests on it, and who answers them. */
@NullMarked
package dev.nydusview.plugin.service;

import org.jspecify.annotations.NullMarked;
