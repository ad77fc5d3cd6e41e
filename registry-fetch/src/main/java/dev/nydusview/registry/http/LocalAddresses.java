package dev.nydusview.registry.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which hosts are this machine. Names are not looked up. */
final class LocalAddresses {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private LocalAddresses() {}

    static boolean isLoopback(String host) {
        InetAddress address = literal(host);
        return host.equals("localhost") || (address != null && address.isLoopbackAddress());
    }

    /** Addresses that reach only this machine or its link, where metadata and management services listen. */
    static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress();
    }

    static boolean isLocal(String host) {
        InetAddress address = literal(host);
        return host.equals("localhost") || host.endsWith(".localhost") || (address != null && isLocal(address));
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
