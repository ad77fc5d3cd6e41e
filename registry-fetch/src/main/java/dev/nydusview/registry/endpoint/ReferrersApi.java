package dev.nydusview.registry.endpoint;

import dev.nydusview.registry.MeteredInputStream;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.endpoint.PagedList.Page;
import dev.nydusview.registry.http.RegistryRequest;
import dev.nydusview.registry.http.RegistryResponse;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.ReferrerIndex;
import dev.nydusview.registry.manifest.ReferrerList;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Referrers as the registry itself lists them: {@code GET referrers/DIGEST}, page by page. */
final class ReferrersApi implements ReferrerList {
    private static final int MAX_PAGES = 64;

    private final RepositoryLink link;
    private final TransferMeter meter;
    private final String digest;
    private final PagedList pages;

    ReferrersApi(RepositoryLink link, TransferMeter meter, String digest) {
        this.link = link;
        this.meter = meter;
        this.digest = digest;
        this.pages = new PagedList("the registry's list of referrers of " + digest, MAX_PAGES, ReferrerIndex.MAX_SIZE);
    }

    @Override
    public String place() {
        return "referrers API";
    }

    @Override
    public List<Descriptor> read() throws IOException {
        return pages.read(this::page);
    }

    private Page<Descriptor> page(String query, int limit) throws IOException {
        RegistryRequest request = new RegistryRequest(
                "GET",
                "referrers/" + digest + (query.isEmpty() ? "" : "?" + query),
                Map.of("Accept", MediaTypes.OCI_INDEX),
                "",
                false);
        Optional<Page<Descriptor>> page = link.http().sendIfServed(request, answer -> page(answer, limit));
        return page.orElseThrow(() -> new NotFoundException("the registry does not serve referrers"));
    }

    /**
     * Returns a page; empty for a response other than a list, which front ends of registries send for unknown requests.
     */
    private Optional<Page<Descriptor>> page(RegistryResponse answer, int limit) throws IOException {
        String type = String.valueOf(answer.header("Content-Type")).toLowerCase(Locale.ROOT);
        if (!type.startsWith(MediaTypes.OCI_INDEX) && !type.startsWith("application/json")) {
            return Optional.empty();
        }
        byte[] bytes = pages.bytes(new MeteredInputStream(answer.body(), meter), limit);
        List<Descriptor> referrers = ReferrerIndex.parse(bytes, answer.request());
        return Optional.of(new Page<>(referrers, bytes.length, PagedList.next(answer)));
    }
}
