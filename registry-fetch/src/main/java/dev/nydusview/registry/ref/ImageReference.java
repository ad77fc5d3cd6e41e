package dev.nydusview.registry.ref;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image in a registry, by Docker's rules: {@code [HOST[:PORT]/]PATH[:TAG][@DIGEST]}.
 *
 * @param registry host and port as the user sees them, such as {@code docker.io} or {@code [::1]:5000}
 * @param repository path within the registry, such as {@code library/debian}
 * @param tag null only if there is a digest
 * @param digest {@code sha256:} and 64 hexadecimal digits; decides when there is a tag as well
 */
public record ImageReference(String registry, String repository, @Nullable String tag, @Nullable String digest) {
    private static final String DOCKER_HUB = "docker.io";
    private static final int MAX_NAME = 255;

    private static final Pattern HOST = Pattern.compile(
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
                    + "|\\[[0-9a-fA-F:.]+])(?::[0-9]{1,5})?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern BARE_ID = Pattern.compile("[0-9a-f]{64}");

    public static ImageReference parse(String text) {
        int at = text.indexOf('@');
        String digest = at < 0 ? null : checkedDigest(text, text.substring(at + 1));
        String name = at < 0 ? text : text.substring(0, at);
        // A colon before the last slash belongs to a port.
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String tag = colon < 0 ? null : checkedTag(text, name.substring(colon + 1));
        if (tag == null && digest == null) {
            tag = "latest";
        }
        return ofName(text, colon < 0 ? name : name.substring(0, colon), tag, digest);
    }

    private static ImageReference ofName(String text, String name, @Nullable String tag, @Nullable String digest) {
        // First: patterns with groups that repeat take stack by the length of what they are matched with.
        requireShort(text, name.length());
        int slash = name.indexOf('/');
        String registry = DOCKER_HUB;
        String repository = name;
        if (slash > 0 && isHost(name.substring(0, slash))) {
            registry = checkedHost(text, name.substring(0, slash));
            repository = name.substring(slash + 1);
        }
        checkRepository(text, repository);
        if (registry.equals(DOCKER_HUB) && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        requireShort(text, registry.length() + 1 + repository.length());
        return new ImageReference(registry, repository, tag, digest);
    }

    private static void requireShort(String text, int nameLength) {
        if (nameLength > MAX_NAME) {
            throw invalid(text, "the name is longer than " + MAX_NAME + " characters");
        }
    }

    /** Docker's test: the first component is a host if no Docker Hub user could be called so. */
    private static boolean isHost(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    private static String checkedHost(String text, String host) {
        if (!HOST.matcher(host).matches()) {
            throw invalid(text, "\"" + host + "\" is not a host name with an optional port");
        }
        int port = host.lastIndexOf(':');
        if (port > host.lastIndexOf(']') && Integer.parseInt(host.substring(port + 1)) > 0xffff) {
            throw invalid(text, "the port is above 65535");
        }
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? DOCKER_HUB : host;
    }

    private static void checkRepository(String text, String repository) {
        if (repository.isEmpty()) {
            throw invalid(text, "the repository name is missing");
        }
        if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
            throw invalid(text, "the repository name must be in lower case");
        }
        if (BARE_ID.matcher(repository).matches()) {
            throw invalid(text, "this is an image ID, not a repository name; give NAME@sha256:" + repository);
        }
        for (String component : repository.split("/", -1)) {
            if (!COMPONENT.matcher(component).matches()) {
                throw invalid(
                        text,
                        "\"" + component + "\" in the repository name is not letters and digits"
                                + " separated by '.', '_', '__' or '-'");
            }
        }
    }

    private static String checkedTag(String text, String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw invalid(
                    text,
                    "the tag \"" + tag + "\" is not 1 to 128 letters, digits, '_', '.' or '-'"
                            + " that start with a letter, digit or '_'");
        }
        return tag;
    }

    private static String checkedDigest(String text, String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw invalid(text, "the digest is not \"sha256:\" and 64 lower-case hexadecimal digits");
        }
        return digest;
    }

    private static InvalidReferenceException invalid(String text, String rule) {
        return new InvalidReferenceException("invalid image reference \"" + text + "\": " + rule);
    }

    /** Host and port that answer the distribution API. */
    public String apiHost() {
        return registry.equals(DOCKER_HUB) ? "registry-1.docker.io" : registry;
    }

    /** What to ask the registry for: the digest, or else the tag. */
    public String target() {
        return digest != null ? digest : String.valueOf(tag);
    }

    public ImageReference withDigest(String newDigest) {
        return new ImageReference(registry, repository, tag, newDigest);
    }

    /** The full form, which parses to an equal reference. */
    @Override
    public String toString() {
        return registry + "/" + repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
