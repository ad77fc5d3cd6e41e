/**
 * Serves functions of the host to running plugins: a {@link ServiceRegistry} holds {@link PluginServices}, and a {@link
 * Conversation} answers the requests that come through a {@link PluginChannel}. Used by {@code plugin.conf}, {@code
 * plugin.exec}, {@code plugin.log}, {@code plugin.report} and {@code plugin.scan}.
 */
@NullMarked
package dev.nydusview.plugin.service;

import org.jspecify.annotations.NullMarked;
