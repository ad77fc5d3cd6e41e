package dev.nydusview.registry.resolve;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.blob.TransferMeter;
import dev.nydusview.registry.http.Answer;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.RegistryRequest;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.ReferrerIndex;
import dev.nydusview.registry.manifest.ReferrerList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Referrers as the registry itself lists them: {@code GET referrers/DIGEST}, page by page. */
final class ReferrersApi implements ReferrerList {
    private static final int MAX_PAGES = 64;
    /** RFC 8288: {@code <URL>; rel="next"}, perhaps one of several. */
    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>[^<>]*;\\s*rel=\"?next\\b");

    private final RegistryHttp http;
    private final TransferMeter meter;
    private final String digest;

    /** @param next query of the next page; null after the last */
    private record Page(List<Descriptor> referrers, int size, @Nullable String next) {}

    ReferrersApi(RegistryHttp http, TransferMeter meter, String digest) {
        this.http = http;
        this.meter = meter;
        this.digest = digest;
    }

    @Override
    public String place() {
        return "referrers API";
    }

    @Override
    public List<Descriptor> read() throws IOException {
        List<Descriptor> referrers = new ArrayList<>();
        Set<String> visited = new HashSet<>();
        int left = ReferrerIndex.MAX_SIZE;
        for (String query = ""; query != null; ) {
            if (!visited.add(query)) {
                throw corrupt("page " + (visited.size() + 1) + " is one that was read already");
            }
            if (visited.size() > MAX_PAGES) {
                throw corrupt("it has more than " + MAX_PAGES + " pages");
            }
            Page page = page(query, left);
            left -= page.size();
            referrers.addAll(page.referrers());
            query = page.next();
        }
        return List.copyOf(referrers);
    }

    private Page page(String query, int limit) throws IOException {
        RegistryRequest request = new RegistryRequest(
                "GET",
                "referrers/" + digest + (query.isEmpty() ? "" : "?" + query),
                Map.of("Accept", MediaTypes.OCI_INDEX),
                0,
                "",
                false);
        Optional<Page> page = http.sendIfServed(request, answer -> page(answer, limit));
        return page.orElseThrow(() -> new NotFoundException("the registry does not serve referrers"));
    }

    /** Empty for something else than a list, which is how front ends of registries answer what they do not know. */
    private Optional<Page> page(Answer answer, int limit) throws IOException {
        String type = String.valueOf(answer.header("Content-Type")).toLowerCase(Locale.ROOT);
        if (!type.startsWith(MediaTypes.OCI_INDEX) && !type.startsWith("application/json")) {
            return Optional.empty();
        }
        byte[] bytes = new MeteredInputStream(answer.body(), meter).readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw corrupt("it is larger than " + ReferrerIndex.MAX_SIZE + " bytes");
        }
        return Optional.of(new Page(ReferrerIndex.parse(bytes, answer.request()), bytes.length, next(answer)));
    }

    /** Of the link only the query is taken: a registry may say where to go on, not where else to go. */
    private static @Nullable String next(Answer answer) {
        Matcher link = NEXT.matcher(String.valueOf(answer.header("Link")));
        if (!link.find()) {
            return null;
        }
        String url = link.group(1);
        int query = url.indexOf('?');
        return query < 0 ? "" : url.substring(query + 1).replaceFirst("#.*", "");
    }

    private RafsFormatException corrupt(String fault) {
        return new RafsFormatException("the registry's list of referrers of " + digest + " is corrupt: " + fault);
    }
}
