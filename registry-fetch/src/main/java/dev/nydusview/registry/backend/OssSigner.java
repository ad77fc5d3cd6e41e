package dev.nydusview.registry.backend;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.backend.Backend.AccessKeys;
import dev.nydusview.registry.http.StorageSigner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of OSS in headers (OSS API reference, "Include a V4 signature" and "Include a V1 signature"): version 4 where
 * the region is known, which it is a part of, and version 1 elsewhere.
 */
final class OssSigner implements StorageSigner {
    private static final String PREFIX = "x-oss-";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** RFC 9110 section 5.6.7, with two digits for the day. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private final AccessKeys keys;
    private final String region;
    private final String resource;
    private final Clock clock;

    /**
     * @param region empty if it is not known
     * @param resource the bucket with slashes around it if URLs have it in the name of the host; empty if in the path
     */
    OssSigner(AccessKeys keys, String region, String resource, Clock clock) {
        this.keys = keys;
        this.region = region;
        this.resource = resource;
        this.clock = clock;
    }

    @Override
    public Map<String, String> sign(String method, URI url) {
        String path = resource.isEmpty()
                ? url.getRawPath()
                : resource + url.getRawPath().substring(1);
        SortedMap<String, String> headers = new TreeMap<>();
        String session = keys.session();
        if (session != null) {
            headers.put(PREFIX + "security-token", session);
        }
        ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
        if (region.isEmpty()) {
            headers.put("date", HTTP_DATE.format(now));
            headers.put("authorization", version1(method, URI.create(path).getPath(), headers));
        } else {
            headers.put(PREFIX + "date", STAMP.format(now));
            headers.put(PREFIX + "content-sha256", UNSIGNED);
            headers.put("authorization", version4(method, path, new TreeMap<>(), headers));
        }
        return headers;
    }

    /**
     * The value of {@code Authorization} in version 1.
     *
     * @param path decoded
     * @param headers by names in lower case, {@code date} among them
     */
    String version1(String method, String path, SortedMap<String, String> headers) {
        String signed = method + "\n"
                + headers.getOrDefault("content-md5", "") + "\n"
                + headers.getOrDefault("content-type", "") + "\n"
                + headers.getOrDefault("date", "") + "\n"
                + headers.entrySet().stream()
                        .filter(header -> header.getKey().startsWith(PREFIX))
                        .map(OssSigner::line)
                        .collect(Collectors.joining())
                + path;
        byte[] signature = hmac("HmacSHA1", bytes(keys.secret()), signed);
        return "OSS " + keys.id() + ":" + Base64.getEncoder().encodeToString(signature);
    }

    /**
     * The value of {@code Authorization} in version 4.
     *
     * @param path encoded, with the bucket
     * @param query encoded names with encoded values, which may be empty
     * @param headers by names in lower case, {@code x-oss-date} among them
     */
    String version4(String method, String path, SortedMap<String, String> query, SortedMap<String, String> headers) {
        String stamp = headers.getOrDefault(PREFIX + "date", "");
        String day = stamp.substring(0, "yyyyMMdd".length());
        String scope = day + "/" + region + "/oss/aliyun_v4_request";
        String request = method + "\n"
                + path + "\n"
                + query.entrySet().stream()
                        .map(item -> item.getValue().isEmpty() ? item.getKey() : item.getKey() + "=" + item.getValue())
                        .collect(Collectors.joining("&"))
                + "\n"
                + headers.entrySet().stream()
                        .filter(header -> isSigned(header.getKey()))
                        .map(OssSigner::line)
                        .collect(Collectors.joining())
                + "\n\n" + UNSIGNED;
        String signed = "OSS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n"
                + Sha256.of(bytes(request)).hex();
        byte[] key = bytes("aliyun_v4" + keys.secret());
        for (String part : scope.split("/", -1)) {
            key = hmac("HmacSHA256", key, part);
        }
        String signature = HexFormat.of().formatHex(hmac("HmacSHA256", key, signed));
        return "OSS4-HMAC-SHA256 Credential=" + keys.id() + "/" + scope + ",Signature=" + signature;
    }

    private static boolean isSigned(String name) {
        return name.startsWith(PREFIX) || name.equals("content-type") || name.equals("content-md5");
    }

    private static String line(Map.Entry<String, String> header) {
        return header.getKey() + ":" + header.getValue().strip() + "\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is part of every JDK", e);
        }
    }

    @Override
    public String keys() {
        return keys.toString();
    }

    @Override
    public boolean isAnonymous() {
        return false;
    }
}
