package dev.nydusview.authz.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path and parameters of a request as docker's router sees them: without scheme and host, decoded, without the version.
 *
 * @param version of the API, such as {@code 1.41}; empty for the daemon's own
 * @param isClean whether each parameter can be decoded, and in one way only
 */
record RequestTarget(String version, String path, Map<String, String> parameters, boolean isClean) {
    /** Go takes targets in absolute form as well, and docker passes them on as they are. */
    private static final Pattern ORIGIN = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:(?://[^/?]*)?");

    private static final Pattern VERSION = Pattern.compile("^/v([0-9.]+)(?=/)");
    private static final int MAX_DIGITS = 18;
    private static final Pattern SLASHES = Pattern.compile("//+");

    static RequestTarget parse(String uri) {
        String target = ORIGIN.matcher(uri).replaceFirst("");
        int mark = target.indexOf('?');
        String raw = mark < 0 ? target : target.substring(0, mark);
        String decoded = decode(raw, false).orElse(raw);
        String path = SLASHES.matcher(decoded).replaceAll("/");
        Map<String, String> parameters = new HashMap<>();
        boolean isClean = mark < 0 || addAll(target.substring(mark + 1), parameters);
        Matcher version = VERSION.matcher(path);
        return version.find()
                ? new RequestTarget(version.group(1), path.substring(version.end()), parameters, isClean)
                : new RequestTarget("", path, parameters, isClean);
    }

    /** Go takes the first of several values of a parameter. Older versions separate them by ";" too. */
    private static boolean addAll(String query, Map<String, String> parameters) {
        boolean isClean = query.indexOf(';') < 0;
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            Optional<String> value = decode(equals < 0 ? "" : pair.substring(equals + 1), true);
            if (name.isPresent() && value.isPresent()) {
                parameters.putIfAbsent(name.get(), value.get());
            } else {
                isClean = false;
            }
        }
        return isClean;
    }

    /**
     * Tests whether docker treats the request as one of the API {@code 1.minor} or later (moby, versions/compare.go).
     */
    boolean isSince(int minor) {
        if (version.isEmpty()) {
            return true; // the daemon's own version is at least 1.41
        }
        String[] parts = version.split("\\.", -1);
        long first = number(parts[0]);
        return first > 1 || (first == 1 && number(parts.length < 2 ? "" : parts[1]) >= minor);
    }

    private static long number(String digits) {
        if (digits.isEmpty()) {
            return 0;
        }
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** @throws IllegalArgumentException if parameters have more than one meaning */
    void requireClean() {
        if (!isClean) {
            throw new IllegalArgumentException("its parameters are malformed or ambiguous");
        }
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Go's unescape; empty if a percent sign is not followed by two digits. */
    private static Optional<String> decode(String text, boolean isQuery) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(isQuery && bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return Optional.of(decoded.toString(StandardCharsets.UTF_8));
    }
}
