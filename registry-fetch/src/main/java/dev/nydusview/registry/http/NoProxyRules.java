package dev.nydusview.registry.http;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code NO_PROXY}: hosts, domain suffixes, addresses and CIDR blocks, each with an optional port, or {@code *}. */
final class NoProxyRules {
    private final String[] rules;

    NoProxyRules(String text) {
        rules = text.toLowerCase(Locale.ROOT).strip().split("[,\\s]+", -1);
    }

    boolean exempts(String host, int port) {
        InetAddress address = LocalAddresses.literal(host);
        for (String rule : rules) {
            if (!rule.isEmpty() && matches(rule, host, port, address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String rule, String host, int port, @Nullable InetAddress address) {
        if (rule.equals("*")) {
            return true;
        }
        int slash = rule.indexOf('/');
        if (slash >= 0) {
            return address != null && inBlock(rule.substring(0, slash), rule.substring(slash + 1), address);
        }
        String name = withoutPort(rule, port);
        if (name == null) {
            return false;
        }
        InetAddress literal = LocalAddresses.literal(name);
        return literal != null ? literal.equals(address) : matchesName(name, host);
    }

    /** Returns the rule's host; null if the rule is for another port. */
    private static @Nullable String withoutPort(String rule, int port) {
        if (rule.startsWith("[")) {
            int end = rule.indexOf(']');
            boolean otherPort =
                    end < 0 || !(end == rule.length() - 1 || rule.substring(end).equals("]:" + port));
            return otherPort ? null : rule.substring(1, end);
        }
        int colon = rule.indexOf(':');
        if (colon < 0 || colon != rule.lastIndexOf(':')) {
            return rule;
        }
        return rule.substring(colon + 1).equals(String.valueOf(port)) ? rule.substring(0, colon) : null;
    }

    /**
     * Tests a rule: {@code example.com} stands for itself and names below it, {@code .example.com} only for the latter.
     */
    private static boolean matchesName(String name, String host) {
        String suffix = name.startsWith("*.") ? name.substring(1) : name;
        return suffix.startsWith(".") ? host.endsWith(suffix) : host.equals(suffix) || host.endsWith("." + suffix);
    }

    private static boolean inBlock(String network, String prefix, InetAddress address) {
        InetAddress base = LocalAddresses.literal(network);
        if (base == null || !prefix.matches("\\d{1,3}")) {
            return false;
        }
        byte[] a = base.getAddress();
        byte[] b = address.getAddress();
        int bits = Integer.parseInt(prefix);
        if (a.length != b.length || bits > a.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (((a[i / 8] ^ b[i / 8]) >> (7 - i % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }
}
