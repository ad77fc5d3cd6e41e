package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.base.Quantity;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.image.manifest.LayerKind;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.registry.manifest.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code layers}. */
@Command(
        name = "layers",
        description = {
            "Lists the layers of an image; only its manifest is fetched.",
            "",
            "A layer is a bootstrap, a blob, both (blob-with-bootstrap), or oci. The numbers of chunks come with the "
                    + "request of the same name (inspect REF -R layers), which has the bootstrap."
        },
        footer = {
            "  nydusview layers ghcr.io/example/app:nydus",
            "  nydusview layers --format json oci:build/layout:latest",
            "  nydusview inspect ghcr.io/example/app:nydus -R layers",
        })
final class LayersRequest implements DocumentRequest {
    /** Column of the numbers of chunks, if any is known. */
    private static final int CHUNKS = 2;

    /**
     * A layer.
     *
     * @param size bytes as stored
     * @param chunks of a blob; absent if they are not known without the bootstrap
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Layer(String digest, String mediaType, String kind, long size, @Nullable Integer chunks) {}

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, List<Layer> layers) {}

    @Override
    public void answer(ImageDocuments image, Answers answers) throws IOException {
        answer(image, Map.of(), answers);
    }

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        answer(session.documents(), chunks(session.rafs().blobs()), answers);
    }

    /** Returns the numbers of chunks by blob ID; blobs of old images that do not state it are left out. */
    private static Map<String, Integer> chunks(List<BlobInfo> blobs) {
        return blobs.stream()
                .filter(blob -> blob.chunkCount() > 0)
                .collect(Collectors.toMap(BlobInfo::id, BlobInfo::chunkCount, Integer::sum));
    }

    private static void answer(ImageDocuments image, Map<String, Integer> chunks, Answers answers) throws IOException {
        List<Descriptor> stored = image.manifest().layers();
        List<LayerKind> kinds = LayerKind.of(image.manifest());
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            Descriptor layer = stored.get(i);
            layers.add(new Layer(
                    layer.digest().toString(),
                    layer.mediaType(),
                    kinds.get(i).toString(),
                    layer.size(),
                    chunks.get(layer.hex())));
        }
        Document document = new Document(Json.SCHEMA_VERSION, ImageLabel.of(image), layers);
        answers.print(document, layers, out -> print(layers, out));
    }

    private static void print(List<Layer> layers, TextOutput out) throws IOException {
        boolean counted = layers.stream().anyMatch(layer -> layer.chunks() != null);
        List<String> headings = new ArrayList<>(List.of("KIND", ">SIZE", "DIGEST", "MEDIA TYPE"));
        if (counted) {
            headings.add(CHUNKS, ">CHUNKS");
        }
        Table table = new Table(headings.toArray(String[]::new));
        for (Layer layer : layers) {
            List<Object> row = new ArrayList<>(
                    List.of(layer.kind(), Quantity.bytes(layer.size()), layer.digest(), layer.mediaType()));
            if (counted) {
                row.add(CHUNKS, layer.chunks() == null ? "-" : layer.chunks());
            }
            table.row(row.toArray());
        }
        table.print(out);
    }
}
