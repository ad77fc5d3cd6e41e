package dev.nydusview.inspect.report;

import dev.nydusview.rafs.DirectoryBlobs;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.blob.BlobMetaReader;
import dev.nydusview.rafs.chunk.ImageChunkLocator;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.builder.BuiltImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Reports on images of the tests, and pages of reports. */
final class Reports {
    private Reports() {}

    static ImageReport of(GoldenImage golden) throws IOException {
        RafsImage image = GoldenReader.open(golden);
        DirectoryBlobs blobs = new DirectoryBlobs(golden.blobs());
        BlobMetaReader metas = new BlobMetaReader(Map.of(), blobs, image.bootstrapBlob());
        return ImageReport.of(golden.kind(), image, new ImageChunkLocator(image, metas));
    }

    static ImageReport of(BuiltImage built) throws IOException {
        return of(ByteBuffer.wrap(built.bootstrap()));
    }

    static ImageReport of(ByteBuffer bootstrap) throws IOException {
        return ImageReport.of("example.com/image:tag@sha256:0123", RafsImage.open(bootstrap), null);
    }

    static String page(ImageReport report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlPage.write(out, json -> json.write(new JsonMapper().writeValueAsBytes(report)));
        return out.toString(StandardCharsets.UTF_8);
    }
}
