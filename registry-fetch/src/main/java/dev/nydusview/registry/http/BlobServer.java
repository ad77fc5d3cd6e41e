package dev.nydusview.registry.http;

import dev.nydusview.base.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** The server of an image's blobs: a repository of a registry, or storage. Safe for concurrent use. */
public interface BlobServer extends Closeable {
    /** A request for a blob or a part of it. */
    record BlobRequest(String method, Sha256 blob, Map<String, String> headers) {
        public BlobRequest {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * Hands the answer to {@code reader} if it is a success; repeats what failed temporarily, and asks again before it
     * lets a wrong answer count. Each repetition sends what {@code request} then returns.
     */
    <T> T send(Supplier<BlobRequest> request, RegistryHttp.Reader<T> reader) throws IOException;

    /** Notes that bytes of the blob were wrong: if it is to be had elsewhere, later requests go there. */
    void distrust(Sha256 blob);

    /** Returns host and port. */
    String host();

    /** Returns the kind of server with a preposition, for messages, such as {@code in the registry}. */
    String place();

    /** Tests whether failures are explained without a body, so that HEAD is as good as GET. */
    boolean explainsHead();

    /** Ends running requests: threads that wait for them get an exception. */
    @Override
    void close();
}
