package dev.nydusview.image.source;

import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.image.access.Access;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.ref.SourceUri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens images for the tests of this package. */
final class Outcome {
    private static final RegistryConnections CONNECTIONS = new RegistryConnections();

    private Outcome() {}

    static ResolvedImage resolve(String source, Access access) throws IOException {
        return resolve(source, access, null);
    }

    /** @param cache root of a cache; null for none */
    static ResolvedImage resolve(String source, Access access, @Nullable Path cache) throws IOException {
        return resolver(access, cache).resolve(SourceUri.parse(source));
    }

    static ImageResolver resolver(Access access, @Nullable Path cache) {
        return new ImageResolver(CONNECTIONS, cache == null ? null : new CacheLayout(cache), access);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
