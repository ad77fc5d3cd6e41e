package dev.nydusview.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.scan.receipt.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReceiptFileTest {
    @TempDir
    private Path directory;

    private JsonNode written(Path file) throws IOException {
        return Json.read(Files.readAllBytes(file), JsonNode.class);
    }

    @Test
    void receiptsOfAnEarlierRunAreGoneFromTheStart() throws IOException {
        Path file = Files.writeString(directory.resolve("receipt.json"), "old");

        ReceiptFile.begin(file, List.of("a"));

        assertThat(file).doesNotExist();
    }

    @Test
    void oneImageMakesADocument() throws IOException {
        Path file = directory.resolve("receipt.json");
        ReceiptFile receipts = ReceiptFile.begin(file, List.of("a"));
        receipts.put(0, Receipt.notScanned("a", "it is not there"));

        receipts.write();

        JsonNode receipt = written(file);
        assertThat(receipt.get("complete").asBoolean()).isFalse();
        assertThat(receipt.toString()).contains("it is not there");
    }

    @Test
    void severalMakeAnArrayInWhichNoneIsMissing() throws IOException {
        Path file = directory.resolve("receipts.json");
        ReceiptFile receipts = ReceiptFile.begin(file, List.of("a", "b", "c"));
        receipts.put(1, Receipt.notScanned("b", "it is not there"));

        receipts.write();

        JsonNode all = written(file);
        assertThat(all.size()).isEqualTo(3);
        assertThat(all.get(1).toString()).contains("it is not there");
        assertThat(all.get(2).toString()).contains("the scan was ended before it was complete");
    }

    @Test
    void noneAreWrittenWhereNoneAreWanted() throws IOException {
        ReceiptFile receipts = ReceiptFile.begin(null, List.of("a"));
        receipts.put(0, Receipt.notScanned("a", "it is not there"));

        receipts.write();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBefore() {
        assertThatThrownBy(() -> ReceiptFile.begin(directory, List.of("a")))
                .isInstanceOf(CommandException.class)
                .hasMessage("the receipt cannot be written to " + directory);
        assertThatThrownBy(() -> ReceiptFile.begin(directory.resolve("none/receipt.json"), List.of("a")))
                .isInstanceOf(CommandException.class);
    }
}
