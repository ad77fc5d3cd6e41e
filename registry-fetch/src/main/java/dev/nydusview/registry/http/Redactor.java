package dev.nydusview.registry.http;

import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** URLs as they may be shown: signed URLs carry their signature in the query. */
final class Redactor {
    private static final Set<String> HARMLESS = Set.of("scope", "service", "n", "ns");

    private Redactor() {}

    /** Method, URL and range of a request. */
    static String described(Request request) {
        String range = request.header("Range");
        return request.method() + " " + redacted(request.url()) + (range == null ? "" : " (" + range + ")");
    }

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
