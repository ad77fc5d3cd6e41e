package dev.nydusview.registry.ref;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts addresses to their canonical text form, without lookups. */
final class IpText {
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]{1,64}|[0-9]{1,64}");
    private static final int GROUPS = 8;

    private IpText() {}

    /**
     * Returns an address of IPv6 with brackets, in the form of RFC 5952, or the IPv4 address that is mapped into it;
     * null if the text is not an address.
     */
    static @Nullable String canonical(String text) {
        if (text.indexOf(':') < 0) {
            return null;
        }
        try {
            // With a colon in it, the JDK takes it for an address or refuses it.
            byte[] bytes = InetAddress.getByName(text).getAddress();
            return bytes.length == 4 ? dotted(bytes) : "[" + compressed(bytes) + "]";
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String dotted(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    private static String compressed(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        if (length < 2) {
            return joined(groups, 0, GROUPS);
        }
        return joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /**
     * Returns the IPv4 address that the system's resolver sees in numbers (inet_aton): one to four of them, decimal,
     * octal with a zero or hexadecimal with 0x before it, the last of which fills the remaining bytes. Null if the text
     * is not an address.
     */
    static @Nullable String ofNumbers(String text) {
        String[] parts = text.split("\\.", 5);
        if (parts.length > 4) {
            return null;
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long number = number(parts[i]);
            long max = i < parts.length - 1 ? 0xff : 0xffffffffL >> (8 * i);
            if (number < 0 || number > max) {
                return null;
            }
            address |= i < parts.length - 1 ? number << (24 - 8 * i) : number;
        }
        return (address >> 24) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "." + (address & 0xff);
    }

    private static long number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return -1;
        }
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return Long.parseLong(text.substring(2), 16);
            }
            return Long.parseLong(text, text.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
