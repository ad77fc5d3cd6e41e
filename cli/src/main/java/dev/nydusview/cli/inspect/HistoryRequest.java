package dev.nydusview.cli.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.image.document.ImageDocuments;
import dev.nydusview.image.document.ImageHistory;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.registry.manifest.Descriptor;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code history}. */
@Command(
        name = "history",
        description = {
            "Shows the steps by which an image was made, oldest first, beside its layers.",
            "",
            "Only manifest and configuration are fetched. The steps are statements of the image that nothing proves."
        },
        footer = {
            "  nydusview history ghcr.io/example/app:nydus",
            "  nydusview history --no-trunc oci:build/layout:latest",
            "  nydusview history --format json ghcr.io/example/app:nydus",
        })
final class HistoryRequest implements DocumentRequest {
    private static final int WIDTH = 80;
    private static final int SHORT_DIGEST = 12;

    @Option(names = "--no-trunc", fallbackValue = "true", description = "Show steps and digests whole in the table.")
    boolean whole;

    /**
     * A step.
     *
     * @param layer digest of the layer that it made; absent if it made none, or if that is unknown
     * @param size bytes of the layer as stored; absent with {@code layer}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            String created,
            String createdBy,
            String author,
            String comment,
            boolean emptyLayer,
            @Nullable String layer,
            @Nullable Long size) {
        static Step of(ImageHistory.Step step) {
            Descriptor layer = step.layer();
            return new Step(
                    step.created(),
                    step.createdBy(),
                    step.author(),
                    step.comment(),
                    step.emptyLayer(),
                    layer == null ? null : layer.digest().toString(),
                    layer == null ? null : layer.size());
        }
    }

    record Document(int schemaVersion, @JsonUnwrapped ImageLabel image, List<Step> history) {}

    @Override
    public void answer(ImageDocuments image, Answers answers) throws IOException {
        ImageHistory history = ImageHistory.of(image);
        List<Step> steps = history.steps().stream().map(Step::of).toList();
        Document document = new Document(Json.SCHEMA_VERSION, ImageLabel.of(image), steps);
        answers.print(document, steps, out -> print(history, steps, out));
    }

    private void print(ImageHistory history, List<Step> steps, TextOutput out) throws IOException {
        Table table = new Table("CREATED", ">SIZE", "LAYER", "CREATED BY");
        for (Step step : steps) {
            table.row(shown(step.created()), size(step), layer(step), shown(step.createdBy()));
        }
        table.print(out);
        if (!history.matched()) {
            out.line("");
            out.line("The steps cannot be assigned to layers: their numbers differ.");
        }
    }

    private String shown(String text) {
        String line = text.isEmpty() ? "-" : text;
        return whole ? line : SafeText.shortened(line, WIDTH);
    }

    private static String size(Step step) {
        if (step.size() != null) {
            return Quantity.bytes(step.size());
        }
        return step.emptyLayer() ? "empty" : "-";
    }

    private String layer(Step step) {
        if (step.layer() == null) {
            return "-";
        }
        String hex = step.layer().substring(step.layer().indexOf(':') + 1);
        return whole ? step.layer() : hex.substring(0, SHORT_DIGEST);
    }
}
