package dev.nydusview.registry.resolve;

import dev.nydusview.registry.AccessOptions;
import dev.nydusview.registry.blob.TransferMeter;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;

/** What tags stand for. */
public final class ManifestDigests {
    private ManifestDigests() {}

    /** Digest of the manifest or index that the registry has for {@code reference} now. */
    public static String of(String reference, AccessOptions options) throws IOException {
        ImageReference parsed = ImageReference.parse(reference);
        try (RegistryHttp http = RegistryHttp.open(parsed, options)) {
            return VerifyingInputStream.digestOf(new RegistryContents(parsed, http, new TransferMeter()).root());
        }
    }
}
