package dev.nydusview.registry.resolve;

import dev.nydusview.registry.ref.SourceUri;
import dev.nydusview.registry.sample.Access;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Opens images for the tests of this package. */
final class Outcome {
    private Outcome() {}

    static ResolvedImage resolve(String source, Access access) throws IOException {
        return ImageResolver.resolve(SourceUri.parse(source), access.options());
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
