package dev.nydusview.registry.endpoint;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.registry.MeteredInputStream;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.http.RegistryRequest;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.ReferrerIndex;
import dev.nydusview.registry.manifest.ReferrerList;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Referrers by the tag under which clients keep their list in a registry that keeps none itself. */
final class ReferrersTag implements ReferrerList {
    private final RepositoryLink link;
    private final TransferMeter meter;
    private final String tag;

    ReferrersTag(RepositoryLink link, TransferMeter meter, String digest) {
        this.link = link;
        this.meter = meter;
        this.tag = digest.replace(':', '-');
    }

    @Override
    public String place() {
        return "fallback tag";
    }

    @Override
    public List<Descriptor> read() throws IOException {
        RegistryRequest request = new RegistryRequest(
                "GET", "manifests/" + tag, Map.of("Accept", MediaTypes.OCI_INDEX), "no list of referrers", false);
        return link.http().send(request, answer -> {
            byte[] bytes = new MeteredInputStream(answer.body(), meter).readNBytes(ReferrerIndex.MAX_SIZE + 1);
            if (bytes.length > ReferrerIndex.MAX_SIZE) {
                throw new CorruptDataException(
                        answer.request() + ": the list is larger than " + ReferrerIndex.MAX_SIZE + " bytes");
            }
            return ReferrerIndex.parse(bytes, answer.request());
        });
    }
}
