package dev.nydusview.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.RecordedConsole;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.scan.receipt.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReceiptFileTest {
    private final RecordedConsole console = new RecordedConsole(Map.of());

    @TempDir
    private Path directory;

    private JsonNode written(Path file) throws IOException {
        return Json.read(Files.readAllBytes(file), JsonNode.class);
    }

    @Test
    void oneImageMakesADocument() throws IOException {
        Path file = directory.resolve("receipt.json");
        ReceiptFile receipts = new ReceiptFile(Destination.of(file), List.of("a"));
        receipts.put(0, Receipt.notScanned("a", "it is not there"));

        receipts.write(console);

        JsonNode receipt = written(file);
        assertThat(receipt.get("complete").asBoolean()).isFalse();
        assertThat(receipt.toString()).contains("it is not there");
    }

    @Test
    void severalMakeAnArrayInWhichNoneIsMissing() throws IOException {
        Path file = directory.resolve("receipts.json");
        ReceiptFile receipts = new ReceiptFile(Destination.of(file), List.of("a", "b", "c"));
        receipts.put(1, Receipt.notScanned("b", "it is not there"));

        receipts.write(console);

        JsonNode all = written(file);
        assertThat(all.size()).isEqualTo(3);
        assertThat(all.get(1).toString()).contains("it is not there");
        assertThat(all.get(2).toString()).contains("the scan was ended before it was complete");
    }

    @Test
    void standardOutputIsAPlaceForThem() throws IOException {
        ReceiptFile receipts = new ReceiptFile(Destination.of(Path.of("-")), List.of("a"));
        receipts.put(0, Receipt.notScanned("a", "it is not there"));

        receipts.write(console);

        assertThat(console.printed())
                .startsWith("{")
                .contains("it is not there")
                .endsWith("}\n");
    }

    @Test
    void noneAreWrittenWhereNoneAreWanted() throws IOException {
        ReceiptFile receipts = new ReceiptFile(null, List.of("a"));
        receipts.put(0, Receipt.notScanned("a", "it is not there"));

        receipts.write(console);

        assertThat(directory).isEmptyDirectory();
    }
}
