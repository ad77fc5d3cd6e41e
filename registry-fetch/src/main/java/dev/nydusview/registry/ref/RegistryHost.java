package dev.nydusview.registry.ref;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host and port of a registry in the canonical form in which they are compared everywhere: a name is in lower case, an
 * address as its own text form has it, Docker Hub has one of its names, the port has no leading zeros, and the port of
 * HTTPS is left out. On this machine that port is kept, as plain HTTP is spoken there as well; so it is for a name that
 * would otherwise look like a user of Docker Hub.
 *
 * @param name such as {@code docker.io} or {@code [::1]}
 * @param port -1 for none
 */
public record RegistryHost(String name, int port) {
    static final String DOCKER_HUB = "docker.io";
    private static final Set<String> HUB_NAMES =
            Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.[0-9]{1,3}){3}|\\[::1]");

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int MAX_PORT = 0xffff;
    /** A host name and a port; longer ones are matched with no pattern. */
    private static final int MAX_LENGTH = 261;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    /** Pattern of distribution/reference (regexp.go), with an optional dot at the end of a name. */
    private static final Pattern HOST =
            Pattern.compile("(" + LABEL + "(?:\\." + LABEL + ")*\\.?|\\[[0-9a-fA-F:]+])(?::0*([0-9]{1,10}))?");

    /** A part of a path to the grammar, but a host to containerd, and so to docker. */
    private static final Pattern UNDERSCORED = Pattern.compile("[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*");

    /** The host that {@code text} spells, perhaps with a dot at its end; null if it is none. */
    public static @Nullable RegistryHost parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        Matcher matcher = HOST.matcher(text);
        if (!matcher.matches()) {
            return text.indexOf('_') >= 0 && UNDERSCORED.matcher(text).matches() ? new RegistryHost(text, -1) : null;
        }
        String name = canonicalName(matcher.group(1));
        String digits = matcher.group(2);
        long port = digits == null ? -1 : Long.parseLong(digits);
        return name == null || port > MAX_PORT ? null : of(name, (int) port);
    }

    private static RegistryHost of(String name, int port) {
        boolean stands = stands(name);
        int kept = port == HTTPS && stands && !isLoopback(name) ? -1 : port < 0 && !stands ? HTTPS : port;
        return new RegistryHost(kept < 0 && HUB_NAMES.contains(name) ? DOCKER_HUB : name, kept);
    }

    private static @Nullable String canonicalName(String written) {
        if (written.startsWith("[")) {
            return IpText.canonical(written.substring(1, written.length() - 1));
        }
        String name = written.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String address = IpText.ofNumbers(name);
        return address == null ? name : address;
    }

    /** Tests whether a reference that begins with {@code name} names a host, by Docker's rules. */
    private static boolean stands(String name) {
        return name.indexOf('.') >= 0 || name.indexOf(':') >= 0 || name.equals("localhost");
    }

    private static boolean isLoopback(String name) {
        return name.equals("localhost") || LOOPBACK.matcher(name).matches();
    }

    /** Tests whether the registry is on this machine, by its name alone. */
    public boolean isLoopback() {
        return isLoopback(name);
    }

    boolean isDockerHub() {
        return name.equals(DOCKER_HUB) && port < 0;
    }

    /**
     * Returns the host without a default port: on this machine, to which Docker speaks HTTP as well, without either of
     * the two.
     */
    RegistryHost usual() {
        return isLoopback() && (port == HTTPS || port == HTTP) ? new RegistryHost(name, -1) : this;
    }

    @Override
    public String toString() {
        return port < 0 ? name : name + ":" + port;
    }
}
