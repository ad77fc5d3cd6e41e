package dev.nydusview.rafs.model;

import dev.nydusview.base.DataException;
import java.io.IOException;

/** Decides whether to open an image one of whose tables cannot be read. */
@FunctionalInterface
public interface MissingTablePolicy {
    /** The image is not opened. */
    MissingTablePolicy FATAL = failure -> {
        throw failure;
    };

    /** Throws, or lets the table count as empty. */
    void accept(DataException failure) throws DataException;

    /** The table that {@code reader} reads, or {@code empty} if it is lost. */
    default <T> T read(Reader<T> reader, T empty) throws IOException {
        try {
            return reader.read();
        } catch (DataException e) {
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
