package dev.nydusview.plugin.service;

/** A call that has failed; its message is the reply. */
public class ServiceException extends Exception {
    private static final long serialVersionUID = 1;

    public ServiceException(String message) {
        super(message);
    }
}
