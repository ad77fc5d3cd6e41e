package dev.nydusview.plugin.service;

/** A call that cannot be answered; the plugin is told the message. */
public final class ServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    public ServiceException(String message) {
        super(message);
    }
}
