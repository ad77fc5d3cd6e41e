package dev.nydusview.registry.ref;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference by Docker's rules: {@code [HOST/]NAME[:TAG][@DIGEST]}. Without a host it is on docker.io, where names of
 * one part are in {@code library/}; without tag and digest the tag is {@code latest}.
 *
 * @param registry host, with its port if one was given
 * @param repository path below the host
 * @param tag null if only a digest was given
 * @param digest {@code sha256:} and 64 hexadecimal digits, or null
 */
public record ImageReference(String registry, String repository, @Nullable String tag, @Nullable String digest) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_API = "registry-1.docker.io";
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?");
    private static final Pattern PART = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MAX_NAME = 255;

    /** Parses {@code text}; the exception's message says which part is wrong. */
    public static ImageReference parse(String text) {
        String rest = text;
        String digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = check(text, "digest", DIGEST, rest.substring(at + 1));
            rest = rest.substring(0, at);
        }
        String tag = null;
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = check(text, "tag", TAG, rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        boolean hasHost = slash > 0 && isHost(rest.substring(0, slash));
        String registry = hasHost ? check(text, "host", HOST, rest.substring(0, slash)) : DOCKER_HUB;
        String repository = checkRepository(text, hasHost ? rest.substring(slash + 1) : rest);
        if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        return new ImageReference(registry, repository, tag == null && digest == null ? "latest" : tag, digest);
    }

    private static boolean isHost(String part) {
        return part.indexOf('.') >= 0 || part.indexOf(':') >= 0 || part.equals("localhost");
    }

    private static String checkRepository(String text, String repository) {
        if (repository.isEmpty() || repository.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an image reference: its name has " + repository.length() + " characters");
        }
        for (String part : repository.split("/", -1)) {
            if (!PART.matcher(part).matches()) {
                boolean upper = !part.equals(part.toLowerCase(java.util.Locale.ROOT));
                throw new IllegalArgumentException("\"" + text + "\" is not an image reference: \"" + part
                        + (upper ? "\" has upper-case letters" : "\" is not a valid part of a name"));
            }
        }
        return repository;
    }

    private static String check(String text, String what, Pattern pattern, String part) {
        Matcher matcher = pattern.matcher(part);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an image reference: \"" + part + "\" is not a valid " + what);
        }
        return part;
    }

    /** The host that serves the distribution API. */
    public String apiHost() {
        return registry.equals(DOCKER_HUB) ? DOCKER_HUB_API : registry;
    }

    /** What is asked for: the digest if there is one, else the tag. */
    public String identifier() {
        return digest != null ? digest : String.valueOf(tag);
    }

    /** {@code HOST/NAME[:TAG]@digest}. */
    public String withDigest(String resolved) {
        return registry + "/" + repository + (tag == null ? "" : ":" + tag) + "@" + resolved;
    }

    @Override
    public String toString() {
        return registry + "/" + repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
