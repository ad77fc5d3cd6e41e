package dev.nydusview.registry.http;

import java.util.Set;
import okhttp3.HttpUrl;

/** URLs as they may be shown: signed URLs carry their signature in the query. */
final class Redactor {
    private static final Set<String> HARMLESS = Set.of("scope", "service", "n", "ns");

    private Redactor() {}

    static String redacted(HttpUrl url) {
        HttpUrl.Builder shown = url.newBuilder().username("").password("").fragment(null);
        for (String name : url.queryParameterNames()) {
            if (!HARMLESS.contains(name)) {
                shown.setQueryParameter(name, "REDACTED");
            }
        }
        return shown.build().toString();
    }
}
