package dev.nydusview.registry.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.endpoint.RegistryContents;
import dev.nydusview.registry.endpoint.RemoteBlobSource;
import dev.nydusview.registry.endpoint.RepositoryBlobs;
import dev.nydusview.registry.faults.Fault.Right;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.VerifyingInputStream;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that reading an image needs. */
enum RequestKind {
    MANIFEST("manifest") {
        @Override
        void read(ImageReference reference, RegistryHttp http) throws IOException {
            assertThat(new RegistryContents(reference, http, new TransferMeter()).root())
                    .isEqualTo(BlobReads.CONTENT);
        }
    },
    BOOTSTRAP("bootstrap") {
        @Override
        void read(ImageReference reference, RegistryHttp http) throws IOException {
            Descriptor layer = Descriptor.of("", Sha256.of(BlobReads.CONTENT), BlobReads.SIZE);
            byte[] read = new RegistryContents(reference, http, new TransferMeter())
                    .layer(layer, in -> new VerifyingInputStream(in, layer, "bootstrap layer").readAllBytes());
            assertThat(read).isEqualTo(BlobReads.CONTENT);
        }
    },
    CHUNK("range of a blob") {
        @Override
        void read(ImageReference reference, RegistryHttp http) throws IOException {
            readRange(http);
        }

        @Override
        Right right(@Nullable String range) {
            return part(range);
        }
    },
    TOKEN("token") {
        @Override
        void read(ImageReference reference, RegistryHttp http) throws IOException {
            readRange(http);
        }

        @Override
        Right right(@Nullable String range) {
            return range == null
                    ? new Right(
                            200,
                            "{\"token\":\"good\",\"expires_in\":300}".getBytes(StandardCharsets.UTF_8),
                            "Content-Type: application/json")
                    : part(range);
        }
    },
    REFERRERS("list of referrers") {
        @Override
        void read(ImageReference reference, RegistryHttp http) throws IOException {
            assertThat(new RegistryContents(reference, http, new TransferMeter())
                            .referrers("sha256:" + BlobReads.ID)
                            .get(0)
                            .read())
                    .hasSize(1);
        }

        @Override
        Right right(@Nullable String range) {
            String list = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX
                    + "\",\"manifests\":[{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"sha256:"
                    + BlobReads.ID + "\",\"size\":5}]}";
            return new Right(200, list.getBytes(StandardCharsets.UTF_8), "Content-Type: " + MediaTypes.OCI_INDEX);
        }
    };

    private static final int OFFSET = 1000;
    private static final int LENGTH = 5000;

    private final String text;

    RequestKind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Reads what the request is for, and compares it. */
    abstract void read(ImageReference reference, RegistryHttp http) throws IOException;

    /** Returns the right answer to a request for {@code range}. */
    Right right(@Nullable String range) {
        return new Right(200, BlobReads.CONTENT);
    }

    private static void readRange(RegistryHttp http) throws IOException {
        RemoteBlobSource source = new RemoteBlobSource(
                new RepositoryBlobs(http), Map.of(BlobReads.ID, (long) BlobReads.SIZE), new TransferMeter());
        ByteBuffer read = source.read(BlobReads.ID, OFFSET, LENGTH);
        assertThat(read).isEqualTo(ByteBuffer.wrap(BlobReads.part(OFFSET, LENGTH)));
    }

    private static Right part(@Nullable String range) {
        String[] ends = String.valueOf(range).substring("bytes=".length()).split("-", -1);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[1]);
        return new Right(
                206,
                BlobReads.part(first, last + 1 - first),
                "Content-Range: bytes " + first + "-" + last + "/" + BlobReads.SIZE);
    }
}
