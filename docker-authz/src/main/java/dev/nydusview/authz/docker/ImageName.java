package dev.nydusview.authz.docker;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image in a registry as docker understands its name (distribution/reference, normalize.go).
 *
 * @param repository with its registry, such as {@code docker.io/library/debian}
 * @param tag null if there is a digest, which decides alone, or if all tags are meant
 * @param digest algorithm and hexadecimal digits
 */
public record ImageName(String repository, @Nullable String tag, @Nullable String digest) {
    private static final String HUB = "docker.io";
    private static final int MAX_LENGTH = 255;

    private static final Pattern HOST = Pattern.compile("(?:[a-zA-Z0-9.-]+|\\[[0-9a-fA-F:]+])(?::[0-9]+)?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern DIGEST =
            Pattern.compile("sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    /**
     * Reads a name with or without tag and digest.
     *
     * @throws IllegalArgumentException if docker would not take it
     */
    static ImageName parse(String text) {
        int at = text.indexOf('@');
        String digest = at < 0 ? null : required(DIGEST, text.substring(at + 1), "a digest");
        String rest = at < 0 ? text : text.substring(0, at);
        // A colon before the last slash belongs to a port.
        int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        String tag = colon < 0 ? null : required(TAG, rest.substring(colon + 1), "a tag");
        String repository = repository(colon < 0 ? rest : rest.substring(0, colon));
        return new ImageName(repository, digest == null ? tag : null, digest);
    }

    private static String repository(String name) {
        if (name.length() > MAX_LENGTH || ID.matcher(name).matches()) {
            throw new IllegalArgumentException("the name is an image's ID, or longer than " + MAX_LENGTH);
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean isHost = first.equals("localhost")
                || first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || !first.equals(first.toLowerCase(Locale.ROOT));
        String registry = isHost ? required(HOST, first, "a registry") : HUB;
        String path = isHost ? name.substring(slash + 1) : name;
        for (String component : path.split("/", -1)) {
            required(COMPONENT, component, "part of a repository's name");
        }
        return hub(registry) + "/" + (hub(registry).equals(HUB) && path.indexOf('/') < 0 ? "library/" : "") + path;
    }

    private static String hub(String registry) {
        return registry.equals("index.docker.io") ? HUB : registry;
    }

    private static String required(Pattern pattern, String text, String what) {
        // First: patterns with groups that repeat take stack by the length of what they are matched with.
        if (text.length() > MAX_LENGTH || !pattern.matcher(text).matches()) {
            String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
            throw new IllegalArgumentException("\"" + shown + "\" is not " + what);
        }
        return text;
    }

    /** The parameter {@code tag} of a pull takes the place of the tag, and may be a digest. */
    ImageName with(String tagOrDigest) {
        if (DIGEST.matcher(tagOrDigest).matches()) {
            return new ImageName(repository, null, tagOrDigest);
        }
        String checked = required(TAG, tagOrDigest, "a tag or digest");
        return digest == null ? new ImageName(repository, checked, null) : this;
    }

    /** With the tag {@code latest} if there is neither tag nor digest. */
    ImageName orLatest() {
        return tag == null && digest == null ? new ImageName(repository, "latest", null) : this;
    }

    /** The same image by its digest. */
    public ImageName pinned(String itsDigest) {
        return new ImageName(repository, tag, itsDigest);
    }

    /** The full name, such as {@code docker.io/library/debian:12}. */
    @Override
    public String toString() {
        return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
