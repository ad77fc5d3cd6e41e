package dev.nydusview.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The targets by the names that {@code fuzz/run} and the directories of the corpus have for them. */
final class Targets {
    private static final Map<String, Supplier<Target>> BY_NAME = byName();

    private Targets() {}

    private static Map<String, Supplier<Target>> byName() {
        Map<String, Supplier<Target>> targets = new LinkedHashMap<>();
        targets.put("bootstrap", BootstrapTarget::new);
        targets.put("blob-meta", BlobMetaTarget::new);
        targets.put("inline-blob", InlineBlobTarget::new);
        targets.put("zran", ZranTarget::new);
        targets.put("decompressor", DecompressorTarget::new);
        targets.put("aes-xts", AesXtsTarget::new);
        targets.put("manifest", ManifestTarget::new);
        targets.put("bootstrap-layer", BootstrapLayerTarget::new);
        targets.put("registry", RegistryTarget::new);
        targets.put("credential-file", CredentialFileTarget::new);
        targets.put("reference", ReferenceTarget::new);
        return targets;
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    static Target of(String name) {
        Supplier<Target> target = BY_NAME.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no target " + name + "; there are " + String.join(", ", names()));
        }
        return target.get();
    }
}
