package dev.nydusview.plugin.service;

/**
 * Reason for which a conversation with a plugin was ended.
 *
 * @param why as the rest of a sentence about the plugin, such as {@code sent more than 16 MiB in one request}
 */
public record ProtocolViolation(Kind kind, String why) {
    /** Kind of a breach. */
    public enum Kind {
        /** The plugin has sent bytes that are not JSON. */
        NOT_JSON,
        /** The plugin has sent JSON without a sequence number that a reply could have. */
        NOT_A_REQUEST,
        /** A request is larger than is read. */
        TOO_LARGE,
        /** The plugin has sent more requests, or more bytes of them, than are read. */
        FLOOD,
        /** Replies are not read. */
        UNREAD_REPLIES,
        /** The plugin has exited in the middle of a request. */
        CUT_OFF,
        /** A service was asked for more than it does in a run. */
        OVERRUN,
        /** The host has failed, and the plugin may have done nothing wrong. */
        HOST_FAULT
    }
}
