package dev.nydusview.registry.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rule for the addresses that a registry may lead to. A hostile registry, or an attacker between it and this machine,
 * could otherwise point this process to services that trust this machine.
 *
 * <ul>
 *   <li>a registry on this machine may lead to this machine, whose other users can reach that anyway;
 *   <li>no registry leads to loopback, link-local or metadata addresses, except the one that the user has named;
 *   <li>over plain HTTP a registry does not lead to any address of this machine, and to a unique local one only if that
 *       is its own.
 * </ul>
 *
 * <p>Private networks of IPv4 stay reachable: a company's registry does lead to the company's storage.
 */
final class TargetAddresses {
    private static final int MAX_KNOWN = 64;

    private final Endpoint registry;
    private final @Nullable InetAddress named;
    /** Addresses at which the registry itself has answered. */
    private final Set<InetAddress> known = ConcurrentHashMap.newKeySet();

    TargetAddresses(Endpoint registry) {
        this.registry = registry;
        this.named = LocalAddresses.literal(registry.repository().host());
    }

    void answeredAt(InetAddress address) {
        if (known.size() < MAX_KNOWN) {
            known.add(address);
        }
    }

    /**
     * Tests whether the registry is on this machine: at loopback by its name, or because all of its answers have come
     * from addresses of this machine, to which {@code /etc/hosts} may lead a name.
     */
    boolean isRegistryHere() {
        return registry.loopback()
                || (named == null && !known.isEmpty() && known.stream().allMatch(TargetAddresses::isHere));
    }

    private static boolean isHere(InetAddress address) {
        return AddressKind.of(address) == AddressKind.LOOPBACK || isOwn(address);
    }

    /** Returns the kind of {@code address} if the registry must not lead there; null if it may. */
    @Nullable
    String refusal(InetAddress address) {
        AddressKind kind = AddressKind.of(address);
        boolean refused =
                switch (kind) {
                    case LOOPBACK -> !isRegistryHere();
                    case LINK_LOCAL, METADATA -> !address.equals(named);
                    case UNIQUE_LOCAL ->
                        !registry.isSecure() && (isOwn(address) ? !isRegistryHere() : !known.contains(address));
                    case OTHER -> !registry.isSecure() && isOwn(address) && !isRegistryHere();
                };
        AddressKind shown = kind == AddressKind.OTHER ? AddressKind.LOOPBACK : kind;
        return refused ? shown.shown() + " " + address.getHostAddress() : null;
    }

    /** Tests whether an interface of this machine has {@code address}, or the IPv4 address in it. */
    private static boolean isOwn(InetAddress address) {
        InetAddress inner = address instanceof Inet6Address ? AddressKind.embedded(address.getAddress()) : null;
        try {
            return NetworkInterface.getByInetAddress(address) != null
                    || (inner != null && NetworkInterface.getByInetAddress(inner) != null);
        } catch (SocketException e) {
            return true;
        }
    }
}
