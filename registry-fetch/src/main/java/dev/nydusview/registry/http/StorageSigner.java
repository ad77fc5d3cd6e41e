package dev.nydusview.registry.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The authorisation of requests to storage. Safe for concurrent use. */
public interface StorageSigner {
    /** Returns the headers that authorise a request without a body; none for an anonymous one. */
    Map<String, String> sign(String method, URI url) throws IOException;

    /** Returns where the keys are from, for messages, such as {@code keys from $NAME}; or why there are none. */
    String keys();

    /** Tests whether requests are sent without authorisation. */
    boolean isAnonymous();

    /**
     * Returns a signer for storage that anybody may read.
     *
     * @param reason why there are no keys, perhaps with what to do
     */
    static StorageSigner anonymous(String reason) {
        return new StorageSigner() {
            @Override
            public Map<String, String> sign(String method, URI url) {
                return Map.of();
            }

            @Override
            public String keys() {
                return reason;
            }

            @Override
            public boolean isAnonymous() {
                return true;
            }
        };
    }
}
