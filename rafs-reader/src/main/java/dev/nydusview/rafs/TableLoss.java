package dev.nydusview.rafs;

import java.io.IOException;

/** Decides what becomes of an image one of whose tables cannot be read. */
@FunctionalInterface
public interface TableLoss {
    /** The image is not opened. */
    TableLoss FATAL = failure -> {
        throw failure;
    };

    /** Throws, or lets the table count as empty. */
    void accept(RafsException failure) throws RafsException;

    /** The table that {@code reader} reads, or {@code empty} if it is lost. */
    default <T> T read(Reader<T> reader, T empty) throws IOException {
        try {
            return reader.read();
        } catch (RafsException e) {
            accept(e);
            return empty;
        }
    }

    /** Reads a table. */
    @FunctionalInterface
    interface Reader<T> {
        T read() throws IOException;
    }
}
