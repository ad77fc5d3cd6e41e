package dev.nydusview.registry.backend;

import org.jspecify.annotations.Nullable;

/**
 * Keys of an account of object storage.
 *
 * @param session token of temporary keys; null for lasting ones
 * @param origin for messages
 */
public record AccessKeys(String id, String secret, @Nullable String session, String origin) {
    /** Returns where the keys are from, without them. */
    @Override
    public String toString() {
        return "keys from " + origin;
    }
}
