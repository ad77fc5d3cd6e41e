package dev.nydusview.jobs.report;

import dev.nydusview.base.json.Documents;
import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.output.Destination;
import dev.nydusview.scan.receipt.Receipt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The receipts of a run, in the order of its images: one document for one image, otherwise an array. */
public final class ReceiptFile {
    private final @Nullable Destination place;
    private final List<String> references;
    /** Receipts by the number of the image, serialised, as there may be thousands. Guarded by this. */
    private final SortedMap<Integer, byte[]> receipts = new TreeMap<>();

    /** @param place of the receipts of {@code references}; null for none */
    public ReceiptFile(@Nullable Destination place, List<String> references) {
        this.place = place;
        this.references = List.copyOf(references);
    }

    /** Notes the receipt of the image with this number, from 0. */
    public synchronized void put(int image, Receipt receipt) throws IOException {
        if (place != null) {
            receipts.put(image, Documents.write(receipt));
        }
    }

    /** Writes the receipts; images without one count as not scanned. */
    public synchronized void write(Console console) throws IOException {
        if (place == null) {
            return;
        }
        for (int image = 0; image < references.size(); image++) {
            if (!receipts.containsKey(image)) {
                put(image, Receipt.notScanned(references.get(image), "the scan was ended before it was complete"));
            }
        }
        byte[] document = references.size() == 1 ? receipts.values().iterator().next() : array();
        place.write(console, out -> out.write(document));
    }

    private byte[] array() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] separator = "[ ".getBytes(StandardCharsets.UTF_8);
        for (byte[] receipt : receipts.values()) {
            all.writeBytes(separator);
            all.write(receipt, 0, receipt.length - 1); // without its line feed
            separator = ", ".getBytes(StandardCharsets.UTF_8);
        }
        all.writeBytes((receipts.isEmpty() ? "[ ]\n" : " ]\n").getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }
}
