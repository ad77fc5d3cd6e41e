package dev.nydusview.registry.auth;

/**
 * Credentials and their origin.
 *
 * @param origin for messages, such as {@code --creds} or the path of a file; with no credentials, why there are none
 */
public record Login(Credentials credentials, String origin) {
    public boolean isAnonymous() {
        return credentials instanceof Credentials.None;
    }
}
