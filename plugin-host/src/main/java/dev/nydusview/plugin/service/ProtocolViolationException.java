package dev.nydusview.plugin.service;

/** Ends a conversation. */
final class ProtocolViolationException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ProtocolViolation violation;

    ProtocolViolationException(ProtocolViolation.Kind kind, String why) {
        super(why);
        this.violation = new ProtocolViolation(kind, why);
    }

    ProtocolViolation violation() {
        return violation;
    }
}
