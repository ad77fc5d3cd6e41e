package dev.nydusview.registry.backend;

import dev.nydusview.registry.backend.Backend.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The URL of a bucket.
 *
 * @param origin scheme, host and port
 * @param virtual whether the bucket is in the name of the host
 */
record BucketAddress(String origin, String bucket, String prefix, boolean virtual) {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+(:\\d+)?|\\[.*|localhost(:\\d+)?");
    private static final String UNRESERVED = "-._~";

    /** Names of buckets that can be part of a host and its certificate. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    /**
     * @param endpoint host, perhaps with a scheme and a port; HTTPS without
     * @param usuallyVirtual what is usual for such an endpoint
     */
    static BucketAddress of(Bucket backend, String endpoint, boolean usuallyVirtual) {
        String origin = (endpoint.contains("://") ? endpoint : "https://" + endpoint).replaceFirst("/+$", "");
        String host = origin.replaceFirst("^[a-z]+://", "");
        boolean virtual =
                switch (backend.addressing()) {
                    case PATH -> false;
                    case VIRTUAL -> true;
                    case AUTO ->
                        usuallyVirtual
                                && LABEL.matcher(backend.bucket()).matches()
                                && !ADDRESS.matcher(host).matches();
                };
        return new BucketAddress(origin, backend.bucket(), backend.prefix(), virtual);
    }

    /** Returns the URL to which the id of a blob is appended. */
    String url() {
        String root =
                virtual ? origin.replaceFirst("://", "://" + bucket + ".") + "/" : origin + "/" + encoded(bucket) + "/";
        return root + encoded(prefix);
    }

    /** Encodes all that is not unreserved (RFC 3986 section 2.3) but slashes, as signatures demand. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (value & 0xff);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (isPlain || c == '/' || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
