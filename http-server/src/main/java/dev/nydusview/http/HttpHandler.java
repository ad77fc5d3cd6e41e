package dev.nydusview.http;

/** Responds to requests, on the thread of each connection. */
public interface HttpHandler {
    /** Tests whether the body of a request for {@code target} is wanted; it is read and dropped if not. */
    boolean wantsBody(String target);

    /** Responds to a request. Nothing limits the time that this takes. */
    HttpResponse handle(HttpRequest request) throws InterruptedException;

    /**
     * Makes the response to bytes that are not a request, to a request beyond the limits, and to one that
     * {@link #handle} has failed at.
     *
     * @param status 400 to 599
     * @param reason for people, in a line
     */
    HttpResponse refuse(int status, String reason);
}
