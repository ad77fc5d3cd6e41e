package dev.nydusview.image.document;

import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.image.manifest.LayerKind;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which an image says that it was made, oldest first, beside its layers.
 *
 * @param matched whether each step that made a layer has one; without that no step has
 */
public record ImageHistory(List<Step> steps, boolean matched) {
    public ImageHistory {
        steps = List.copyOf(steps);
    }

    /**
     * A step. Its texts are those of the image: of any length and characters, empty if they are missing.
     *
     * @param emptyLayer whether the step made no layer
     * @param layer the layer that it made; null if that is unknown
     */
    public record Step(
            String created,
            String createdBy,
            String author,
            String comment,
            boolean emptyLayer,
            @Nullable Descriptor layer) {}

    /** Reads the history in the configuration of an image. */
    public static ImageHistory of(ImageDocuments image) throws IOException {
        return image.read(configuration -> of(configuration.objects("history"), image.manifest()));
    }

    private static ImageHistory of(List<JsonObject> history, Manifest manifest) throws MalformedJsonException {
        int made = 0;
        for (JsonObject step : history) {
            made += step.isTrue("empty_layer") ? 0 : 1;
        }
        List<Descriptor> layers = layers(manifest, made);
        Iterator<Descriptor> next = layers.iterator();
        List<Step> steps = new ArrayList<>();
        for (JsonObject step : history) {
            boolean empty = step.isTrue("empty_layer");
            steps.add(step(step, empty, !empty && next.hasNext() ? next.next() : null));
        }
        return new ImageHistory(steps, layers.size() == made);
    }

    /**
     * Returns the {@code made} layers of the steps: all of the image, or those with file data, as converters to Nydus may
     * leave the bootstrap out of the history. Returns none if neither are that many.
     */
    private static List<Descriptor> layers(Manifest manifest, int made) {
        if (manifest.layers().size() == made) {
            return manifest.layers();
        }
        List<LayerKind> kinds = LayerKind.of(manifest);
        List<Descriptor> data = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i) != LayerKind.BOOTSTRAP) {
                data.add(manifest.layers().get(i));
            }
        }
        return data.size() == made ? data : List.of();
    }

    private static Step step(JsonObject step, boolean empty, @Nullable Descriptor layer) throws MalformedJsonException {
        return new Step(
                step.text("created"), step.text("created_by"), step.text("author"), step.text("comment"), empty, layer);
    }
}
