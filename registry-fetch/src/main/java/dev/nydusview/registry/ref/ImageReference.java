package dev.nydusview.registry.ref;

import dev.nydusview.base.SafeText;
import dev.nydusview.base.Sha256;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image in a registry, by Docker's rules (distribution/reference): {@code [HOST[:PORT]/]PATH[:TAG][@DIGEST]}.
 *
 * @param registry host and port in their canonical form, such as {@code docker.io} or {@code [::1]:5000}
 * @param repository path within the registry, such as {@code library/debian}
 * @param tag null if there is a digest, or if all tags are meant
 * @param digest {@code sha256:}, {@code sha384:} or {@code sha512:} and as many hexadecimal digits as they have;
 * decides when there is a tag as well
 */
public record ImageReference(String registry, String repository, @Nullable String tag, @Nullable String digest) {
    private static final String DEFAULT_TAG = "latest";
    private static final int MAX_REPOSITORY = 255;
    /** Longest name with its host, in characters; longer ones are refused unread. */
    private static final int MAX_NAME = 2 * MAX_REPOSITORY + 8;

    private static final int MAX_SHOWN = 512;

    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern DIGEST =
            Pattern.compile("sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}");

    /** Parses a reference; without tag and digest it has the tag {@code latest}. */
    public static ImageReference parse(String text) {
        ImageReference written = parseWritten(text);
        return written.tag == null && written.digest == null ? written.withTag(DEFAULT_TAG) : written;
    }

    /** Parses a reference that has a tag and a digest only if {@code text} does. */
    public static ImageReference parseWritten(String text) {
        if (Sha256.isHex(text)) {
            throw invalid(text, "this is an image ID, not a repository name; give NAME@sha256:" + text);
        }
        int at = text.indexOf('@');
        String digest = at < 0 ? null : checkedDigest(text, text.substring(at + 1));
        String name = at < 0 ? text : text.substring(0, at);
        // A colon before the last slash belongs to a port.
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String tag = colon < 0 ? null : checkedTag(text, name.substring(colon + 1));
        return ofName(text, colon < 0 ? name : name.substring(0, colon), tag, digest);
    }

    private static ImageReference ofName(String text, String name, @Nullable String tag, @Nullable String digest) {
        // First: patterns with repeated groups take stack in proportion to the text.
        requireShort(text, name.length(), MAX_NAME);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        RegistryHost registry = isHost(first) ? checkedHost(text, first) : null;
        String repository = registry == null ? name : name.substring(slash + 1);
        checkRepository(text, repository);
        boolean isHub = registry == null || registry.isDockerHub();
        if (isHub && repository.indexOf('/') < 0) {
            repository = "library/" + repository;
        }
        requireShort(text, repository.length(), MAX_REPOSITORY);
        String host = isHub || registry == null ? RegistryHost.DOCKER_HUB : registry.toString();
        return new ImageReference(host, repository, tag, digest);
    }

    private static void requireShort(String text, int length, int max) {
        if (length > max) {
            throw invalid(text, "the name is longer than " + MAX_REPOSITORY + " characters");
        }
    }

    /** Docker's test: the first component is a host if no Docker Hub user could be called so. */
    static boolean isHost(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    private static RegistryHost checkedHost(String text, String host) {
        RegistryHost parsed = host.endsWith(".") || host.contains(".:") ? null : RegistryHost.parse(host);
        if (parsed == null) {
            boolean isPort = host.matches("[^:]+:[0-9]{1,255}|\\[[^]]+]:[0-9]{1,255}") && isHostName(host);
            throw invalid(
                    text,
                    isPort ? "the port is above 65535" : "\"" + host + "\" is not a host name with an optional port");
        }
        return parsed;
    }

    private static boolean isHostName(String host) {
        return RegistryHost.parse(host.substring(0, host.lastIndexOf(':'))) != null;
    }

    private static void checkRepository(String text, String repository) {
        if (repository.isEmpty()) {
            throw invalid(text, "the repository name is missing");
        }
        if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
            throw invalid(text, "the repository name must be in lower case");
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
                    "the tag \"" + shown(tag) + "\" is not 1 to 128 letters, digits, '_', '.' or '-'"
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
        return new InvalidReferenceException(
                "invalid image reference \"" + shown(text) + "\": " + SafeText.controls(rule));
    }

    private static String shown(String text) {
        String safe = SafeText.controls(text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) : text);
        return safe.length() > MAX_SHOWN || text.length() > MAX_SHOWN
                ? safe.substring(0, Math.min(MAX_SHOWN, safe.length())) + "..."
                : safe;
    }

    /** Tests whether {@code text} is a digest that a reference may have. */
    public static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** Host and port that answer the distribution API. */
    public String apiHost() {
        return registry.equals(RegistryHost.DOCKER_HUB) ? "registry-1.docker.io" : registry;
    }

    /** The name to ask the registry for: the digest, or else the tag. */
    public String target() {
        return digest != null ? digest : String.valueOf(tag);
    }

    /** Returns the registry and the repository, such as {@code docker.io/library/debian}. */
    public String name() {
        return registry + "/" + repository;
    }

    /** Returns the name without the default port, for comparisons. */
    String usualName() {
        RegistryHost host = RegistryHost.parse(registry);
        return (host == null ? registry : host.usual()) + "/" + repository;
    }

    /** The same with another tag, which has to be one, in place of a tag that it has. */
    public ImageReference withTag(String newTag) {
        return new ImageReference(registry, repository, checkedTag(newTag, newTag), digest);
    }

    public ImageReference withDigest(String newDigest) {
        return new ImageReference(registry, repository, tag, newDigest);
    }

    /** The same by its digest alone, if it has one. */
    public ImageReference byDigest() {
        return digest == null ? this : new ImageReference(registry, repository, null, digest);
    }

    /** The full form, which parses to an equal reference. */
    @Override
    public String toString() {
        return name() + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
