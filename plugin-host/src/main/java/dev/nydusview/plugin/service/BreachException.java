package dev.nydusview.plugin.service;

/** Ends a conversation. */
final class BreachException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Breach breach;

    BreachException(Breach.Kind kind, String why) {
        super(why);
        this.breach = new Breach(kind, why);
    }

    Breach breach() {
        return breach;
    }
}
