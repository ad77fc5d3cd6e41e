package dev.nydusview.plugin.service;

import java.util.Optional;

/**
 * Result of a conversation with a plugin.
 *
 * @param requests that were answered
 * @param errors those of them that were answered by an error, so that something the plugin wanted was not done
 * @param violation why it had to be ended; empty if it went well
 */
public record Outcome(long requests, long errors, Optional<ProtocolViolation> violation) {}
