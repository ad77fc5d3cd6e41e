package dev.nydusview.registry.http;

import dev.nydusview.registry.ref.RegistryHost;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognition of hosts that are this machine. Names are not looked up. */
final class LocalAddresses {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private static final Set<String> LOCAL_NAMES =
            Set.of("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback");

    private LocalAddresses() {}

    static boolean isLoopback(String host) {
        InetAddress address = literal(host);
        return host.equals("localhost") || (address != null && address.isLoopbackAddress());
    }

    /** Tests for names that all resolvers have for this machine. */
    static boolean isLocalName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return LOCAL_NAMES.contains(name) || name.endsWith(".localhost");
    }

    /** The address that some resolver would see in {@code host}: also one in octal, hexadecimal or few numbers. */
    static @Nullable InetAddress spelled(String host) {
        RegistryHost parsed = RegistryHost.parse(host.indexOf(':') < 0 ? host : "[" + host + "]");
        return literal(parsed == null ? host : parsed.name().replaceAll("[\\[\\]]", ""));
    }

    /** The address that {@code host} spells; null if it is a name. */
    static @Nullable InetAddress literal(String host) {
        if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
