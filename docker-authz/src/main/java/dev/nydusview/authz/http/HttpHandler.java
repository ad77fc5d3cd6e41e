package dev.nydusview.authz.http;

/** Answers requests, on a thread of each connection. */
public interface HttpHandler {
    /** Whether the body of a request for {@code path} is wanted; else it is read and dropped. */
    boolean wantsBody(String path);

    HttpResponse handle(HttpRequest request) throws InterruptedException;

    /** The answer to what is no request that can be handled. */
    HttpResponse refuse(int status, String reason);
}
