package dev.nydusview.registry.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a WWW-Authenticate header asks for (RFC 9110 section 11.6.1). */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))");
    private static final int MAX_LENGTH = 8192;

    /** The first challenge that can be answered, a bearer one before a basic one; null if there is none. */
    static @Nullable Challenge of(List<String> headers) {
        Challenge basic = null;
        for (String header : headers) {
            if (header.length() > MAX_LENGTH) {
                continue;
            }
            int space = header.indexOf(' ');
            String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
            Challenge challenge = new Challenge(scheme, parse(space < 0 ? "" : header.substring(space)));
            if (challenge.isBearer()) {
                return challenge;
            }
            if (scheme.equals("basic")) {
                basic = challenge;
            }
        }
        return basic;
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return parameters;
    }

    boolean isBearer() {
        return scheme.equals("bearer");
    }

    /** A parameter's value; empty if it is not there. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
