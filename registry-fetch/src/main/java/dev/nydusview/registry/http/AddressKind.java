package dev.nydusview.registry.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reach of an address, as far as a stranger must not lead there. */
enum AddressKind {
    /** Loopback and unspecified addresses: this machine, from anywhere on it. */
    LOOPBACK("local address"),
    /** Addresses of the local link, where most metadata services of clouds are. */
    LINK_LOCAL("link-local address"),
    /** Services of clouds that trust their clients, at addresses of other kinds. */
    METADATA("cloud metadata address"),
    /** Private networks of IPv6: fc00::/7, and fec0::/10 before them. */
    UNIQUE_LOCAL("unique local address"),
    OTHER("address");

    /** AWS, Google, Scaleway; Alibaba, Azure, Oracle. The others are link-local. */
    private static final Set<InetAddress> METADATA_SERVICES = Set.of(
            address("fd000ec2000000000000000000000254"),
            address("fd2000ce000000000000000000000254"),
            address("fd000042000000000000000000000042"),
            address("646464c8"),
            address("a83f8110"),
            address("c00000c0"));

    private static final byte[] NAT64 = HexFormat.of().parseHex("0064ff9b0000000000000000");
    private static final byte[] LOCAL_NAT64 = HexFormat.of().parseHex("0064ff9b0001");
    private static final byte[] TEREDO = HexFormat.of().parseHex("20010000");
    private static final byte[] SIX_TO_FOUR = HexFormat.of().parseHex("2002");
    private static final byte[] MAPPED = HexFormat.of().parseHex("00000000000000000000ffff");
    /** Made by stateless translators (RFC 2765). */
    private static final byte[] TRANSLATED = HexFormat.of().parseHex("0000000000000000ffff0000");

    private static final byte[] COMPATIBLE = new byte[12];
    private static final byte[] ISATAP = HexFormat.of().parseHex("00005efe");

    private final String shown;

    AddressKind(String shown) {
        this.shown = shown;
    }

    String shown() {
        return shown;
    }

    /** Returns the kind of {@code address}, or that of the IPv4 address that it stands for. */
    static AddressKind of(InetAddress address) {
        AddressKind own = own(address);
        InetAddress inner = own == OTHER && address instanceof Inet6Address ? embedded(address.getAddress()) : null;
        return inner == null ? own : own(inner);
    }

    private static AddressKind own(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || (address instanceof Inet4Address && bytes[0] == 0)) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress()) {
            return LINK_LOCAL;
        }
        if (METADATA_SERVICES.contains(address)) {
            return METADATA;
        }
        boolean isUniqueLocal =
                address instanceof Inet6Address && ((bytes[0] & 0xfe) == 0xfc || address.isSiteLocalAddress());
        return isUniqueLocal ? UNIQUE_LOCAL : OTHER;
    }

    /** Returns the IPv4 address that routers or the system derive from one of IPv6; null if there is none. */
    static @Nullable InetAddress embedded(byte[] bytes) {
        if (startsWith(bytes, SIX_TO_FOUR)) {
            return address(bytes, 2, 0);
        }
        if (startsWith(bytes, TEREDO)) {
            return address(bytes, 12, 0xff);
        }
        boolean isIsatap = Arrays.equals(bytes, 8, 12, ISATAP, 0, 4) || Arrays.equals(bytes, 9, 12, ISATAP, 1, 4);
        boolean isLast = startsWith(bytes, NAT64)
                || startsWith(bytes, LOCAL_NAT64)
                || startsWith(bytes, MAPPED)
                || startsWith(bytes, TRANSLATED)
                || startsWith(bytes, COMPATIBLE);
        return isLast || isIsatap ? address(bytes, 12, 0) : null;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress address(byte[] bytes, int from, int mask) {
        byte[] inner = Arrays.copyOfRange(bytes, from, from + 4);
        for (int i = 0; i < inner.length; i++) {
            inner[i] ^= (byte) mask;
        }
        return address(inner);
    }

    private static InetAddress address(String hex) {
        return address(HexFormat.of().parseHex(hex));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
        }
    }
}
