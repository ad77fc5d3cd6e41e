package dev.nydusview.registry.http;

import java.io.IOException;

/** Reads an answer. Called again, with another answer, if reading fails and the request is tried again. */
@FunctionalInterface
public interface ReplyHandler<T> {
    T handle(Reply reply) throws IOException;
}
