package dev.nydusview.jobs.report;

import dev.nydusview.base.OutputFile;
import dev.nydusview.base.json.Documents;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.scan.receipt.Receipt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The receipts of a run, in the order of its images: one document for one image, otherwise an array. */
public final class ReceiptFile {
    private final @Nullable Path file;
    private final List<String> references;
    /** Receipts by the number of the image, serialised, as there may be thousands. Guarded by this. */
    private final SortedMap<Integer, byte[]> receipts = new TreeMap<>();

    private ReceiptFile(@Nullable Path file, List<String> references) {
        this.file = file;
        this.references = List.copyOf(references);
    }

    /**
     * Begins a run, and {@link #forget forgets} the receipts of an earlier one.
     *
     * @param file null for none
     */
    public static ReceiptFile begin(@Nullable Path file, List<String> references) throws IOException {
        forget(file);
        return new ReceiptFile(file, references);
    }

    /**
     * Removes the file: receipts of an earlier run must not be taken for receipts of this run, however this run ends.
     *
     * @throws CommandException if the file cannot be written, which is better known before the scan
     */
    public static void forget(@Nullable Path file) throws IOException {
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isDirectory(directory)) {
            throw new CommandException(ExitCode.USAGE, "the receipt cannot be written to " + file);
        }
        if (!OutputFile.isStream(file) && Files.isRegularFile(file)) {
            Files.deleteIfExists(file); // the link, if it is one
        }
    }

    /** Notes the receipt of the image with this number, from 0. */
    public synchronized void put(int image, Receipt receipt) throws IOException {
        if (file != null) {
            receipts.put(image, Documents.write(receipt));
        }
    }

    /** Writes the receipts; images without one count as not scanned. */
    public synchronized void write() throws IOException {
        if (file == null) {
            return;
        }
        for (int image = 0; image < references.size(); image++) {
            if (!receipts.containsKey(image)) {
                put(image, Receipt.notScanned(references.get(image), "the scan was ended before it was complete"));
            }
        }
        OutputFile.write(
                file, references.size() == 1 ? receipts.values().iterator().next() : array());
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
