package dev.nydusview.registry.http;

import java.util.Locale;
import okhttp3.HttpUrl;

/** Takes secrets out of addresses: registries redirect to storage with signed queries. */
final class Redactor {
    private Redactor() {}

    /** The address without user, password and the values of its query, but for harmless ones. */
    static String redact(HttpUrl url) {
        HttpUrl.Builder clean = url.newBuilder().username("").password("").query(null);
        for (int i = 0; i < url.querySize(); i++) {
            String name = url.queryParameterName(i);
            clean.addQueryParameter(name, isHarmless(name) ? url.queryParameterValue(i) : "REDACTED");
        }
        return clean.build().toString();
    }

    private static boolean isHarmless(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "n", "last", "service", "scope", "artifacttype" -> true;
            default -> false;
        };
    }
}
