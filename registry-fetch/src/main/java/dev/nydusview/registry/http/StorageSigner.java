package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The authorisation of requests to storage. Safe for concurrent use. */
public interface StorageSigner {
    /** Returns the headers that authorise a request without a body; none for an anonymous one. */
    Map<String, String> sign(String method, URI url) throws IOException;

    /** Returns what the user can do if storage refuses the request. */
    String remedy();

    /** Returns a signer for storage that anybody may read. */
    static StorageSigner anonymous(String remedy) {
        return new StorageSigner() {
            @Override
            public Map<String, String> sign(String method, URI url) {
                return Map.of();
            }

            @Override
            public String remedy() {
                return remedy;
            }
        };
    }
}
