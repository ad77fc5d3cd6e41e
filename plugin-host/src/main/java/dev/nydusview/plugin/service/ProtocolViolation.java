package dev.nydusview.plugin.service;

/**
 * Why a conversation had to be ended.
 *
 * @param why as the rest of a sentence about the plugin, such as {@code sent more than 16 MiB in one request}
 */
public record ProtocolViolation(Kind kind, String why) {
    /** What has gone wrong. */
    public enum Kind {
        /** What was sent is no JSON. */
        NOT_JSON,
        /** It is JSON that nothing can be replied to. */
        NOT_A_REQUEST,
        /** A request is larger than is read. */
        TOO_LARGE,
        /** There are more requests, or more bytes of them, than are read. */
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
