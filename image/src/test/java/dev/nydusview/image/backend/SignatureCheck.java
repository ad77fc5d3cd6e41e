package dev.nydusview.image.backend;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signatures computed a second time from the published algorithms: "Authenticating Requests (AWS Signature Version 4)" of
 * the Amazon S3 API reference, and "Include a V4 signature" and "Include a V1 signature" of the OSS API reference.
 *
 * @param session token that must come with each request; null for none
 */
record SignatureCheck(Kind kind, String id, String secret, @Nullable String session, String region) {
    enum Kind {
        AWS4,
        OSS4,
        OSS1
    }

    private static final Pattern AWS = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8}/[^/]+/s3/aws4_request), ?SignedHeaders=([a-z0-9;-]+), ?"
                    + "Signature=([0-9a-f]{64})");
    private static final Pattern OSS =
            Pattern.compile("OSS4-HMAC-SHA256 Credential=([^/]+)/([^,]+),Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    /** @param key path of the object with its bucket */
    boolean accepts(HttpExchange exchange, String key) {
        Headers headers = exchange.getRequestHeaders();
        String shown = headers.getFirst("Authorization");
        String prefix = kind == Kind.AWS4 ? "x-amz-" : "x-oss-";
        String token = headers.getFirst(prefix + "security-token");
        if (shown == null || (session == null ? token != null : !session.equals(token))) {
            return false;
        }
        return switch (kind) {
            case AWS4 -> aws(exchange, shown);
            case OSS4 -> oss4(exchange, shown, key);
            case OSS1 -> oss1(exchange, shown, key);
        };
    }

    private boolean aws(HttpExchange exchange, String shown) {
        Matcher parts = AWS.matcher(shown);
        String stamp = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Date"));
        String scope = stamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
        if (!parts.matches() || !parts.group(1).equals(id) || !parts.group(2).equals(scope) || !isNow(stamp)) {
            return false;
        }
        StringBuilder canonical = new StringBuilder();
        for (String name : parts.group(3).split(";", -1)) {
            canonical
                    .append(name)
                    .append(':')
                    .append(exchange.getRequestHeaders().getFirst(name))
                    .append('\n');
        }
        String request = exchange.getRequestMethod() + "\n"
                + encoded(exchange.getRequestURI().getPath()) + "\n\n"
                + canonical + "\n" + parts.group(3) + "\n"
                + exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        boolean covers = parts.group(3).contains("host")
                && parts.group(3).contains("x-amz-date")
                && (session == null || parts.group(3).contains("x-amz-security-token"));
        return covers && parts.group(4).equals(derived("AWS4", "AWS4-HMAC-SHA256", stamp, scope, request));
    }

    private boolean oss4(HttpExchange exchange, String shown, String key) {
        Matcher parts = OSS.matcher(shown);
        String stamp = String.valueOf(exchange.getRequestHeaders().getFirst("x-oss-date"));
        String scope = stamp.substring(0, 8) + "/" + region + "/oss/aliyun_v4_request";
        if (!parts.matches() || !parts.group(1).equals(id) || !parts.group(2).equals(scope) || !isNow(stamp)) {
            return false;
        }
        String request = exchange.getRequestMethod() + "\n" + encoded(key) + "\n\n" + ossHeaders(exchange)
                + "\n\nUNSIGNED-PAYLOAD";
        return parts.group(3).equals(derived("aliyun_v4", "OSS4-HMAC-SHA256", stamp, scope, request));
    }

    private boolean oss1(HttpExchange exchange, String shown, String key) {
        String date = String.valueOf(exchange.getRequestHeaders().getFirst("Date"));
        Instant when =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        String text = exchange.getRequestMethod() + "\n\n\n" + date + "\n" + ossHeaders(exchange) + key;
        String signature = Base64.getEncoder().encodeToString(hmac("HmacSHA1", bytes(secret), text));
        return isNear(when) && shown.equals("OSS " + id + ":" + signature);
    }

    private static String ossHeaders(HttpExchange exchange) {
        Map<String, String> sorted = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> sorted.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        StringBuilder canonical = new StringBuilder();
        sorted.forEach((name, value) -> {
            if (name.startsWith("x-oss-")) {
                canonical.append(name).append(':').append(value).append('\n');
            }
        });
        return canonical.toString();
    }

    private String derived(String prefix, String algorithm, String stamp, String scope, String request) {
        byte[] key = bytes(prefix + secret);
        for (String part : scope.split("/", -1)) {
            key = hmac("HmacSHA256", key, part);
        }
        String text = algorithm + "\n" + stamp + "\n" + scope + "\n" + sha256(request);
        return HexFormat.of().formatHex(hmac("HmacSHA256", key, text));
    }

    private static boolean isNow(String stamp) {
        return isNear(LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC));
    }

    private static boolean isNear(Instant when) {
        return Duration.between(when, Instant.now()).abs().compareTo(MAX_SKEW) < 0;
    }

    private static String encoded(String path) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        for (byte value : bytes(path)) {
            boolean unreserved = Character.isLetterOrDigit(value) || "-._~/".indexOf(value) >= 0;
            encoded.writeBytes(unreserved ? new byte[] {value} : bytes(String.format("%%%02X", value)));
        }
        return encoded.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
