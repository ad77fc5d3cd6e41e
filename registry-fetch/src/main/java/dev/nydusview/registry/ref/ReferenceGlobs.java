package dev.nydusview.registry.ref;

import dev.nydusview.base.Glob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Globs of full names of images: {@code *} and {@code ?} stand for anything but a slash, {@code **} for anything. One
 * that matches the repository stands for all of its tags and digests. Hosts are compared in their canonical form, and
 * names without one are of Docker Hub, in globs as in references.
 */
public final class ReferenceGlobs {
    private static final String ALL = "**";
    private static final Pattern WILD = Pattern.compile("[*?]");

    private final List<Glob> written;
    private final List<Glob> canonical;
    private final boolean areAll;

    public ReferenceGlobs(List<String> globs) {
        areAll = globs.contains(ALL);
        written = globs.stream().map(ReferenceGlobs::compiled).toList();
        canonical = globs.stream().map(glob -> compiled(canonical(glob))).toList();
    }

    private static String canonical(String glob) {
        int slash = glob.indexOf('/');
        String first = slash < 0 ? "" : glob.substring(0, slash);
        if (WILD.matcher(slash < 0 ? glob : first).find()) {
            return slash < 0 ? glob : wildHost(first) + glob.substring(slash);
        }
        RegistryHost host = ImageReference.isHost(first) ? RegistryHost.parse(first) : null;
        if (host == null && ImageReference.isHost(first)) {
            return glob;
        }
        String path = host == null ? glob : glob.substring(slash + 1);
        boolean isHub = host == null || host.isDockerHub();
        boolean isFamiliar = isHub && path.indexOf('/') < 0 && !path.contains(ALL);
        String registry =
                isHub || host == null ? RegistryHost.DOCKER_HUB : host.usual().toString();
        return registry + "/" + (isFamiliar ? "library/" : "") + path;
    }

    /** Returns the canonical form of a host with wildcards, as far as there is one. */
    private static String wildHost(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst("\\.?(?::0*443)?$", "");
    }

    private static Glob compiled(String glob) {
        return Glob.of(glob, Glob.Syntax.SLASHES);
    }

    /** Tests whether every image matches. */
    public boolean areAll() {
        return areAll;
    }

    /** Tests whether a glob matches {@code reference}: its repository, or that with its tag and digest. */
    public boolean matches(ImageReference reference) {
        String repository = reference.usualName();
        String tag = reference.tag() == null ? "" : ":" + reference.tag();
        String digest = reference.digest() == null ? "" : "@" + reference.digest();
        return matches(canonical, repository) || matches(canonical, repository + tag + digest);
    }

    /**
     * Tests whether a pattern matches {@code text}, which may be a reference or anything else, such as the ID of an
     * image.
     */
    public boolean matches(String text) {
        ImageReference reference = reference(text);
        return matches(written, text) || matches(canonical, text) || (reference != null && matches(reference));
    }

    private static @Nullable ImageReference reference(String text) {
        try {
            return ImageReference.parseWritten(text);
        } catch (InvalidReferenceException e) {
            return null;
        }
    }

    private static boolean matches(List<Glob> globs, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return globs.stream().anyMatch(glob -> glob.matches(bytes));
    }
}
