package dev.nydusview.inspect.chunk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One chunk.
 *
 * @param blob index of the blob that holds it
 * @param index its number in that blob
 * @param size bytes once decompressed
 * @param offset its place in the blob's uncompressed address space
 * @param form how it is stored: {@code alone}, in a {@code batch} with others, or as part of a {@code gzip} stream
 * @param storedOffset first stored byte of the chunk, or of what it shares with others; left out if unknown
 * @param storedSize bytes of the same
 * @param start where the chunk begins in what is shared, once decompressed; left out if it is stored alone
 * @param recordedOffset first stored byte as the bootstrap has it: a hint where bytes are shared
 * @param recordedSize bytes, in the same way
 * @param crc32 eight hexadecimal digits; left out if there is none
 * @param digest of the decompressed bytes; left out if there is none
 * @param problem why the place is unknown; else left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChunkDetails(
        int blob,
        String blobId,
        int index,
        int size,
        long offset,
        String form,
        @Nullable Long storedOffset,
        @Nullable Long storedSize,
        @Nullable Integer start,
        long recordedOffset,
        long recordedSize,
        String compressor,
        boolean encrypted,
        List<String> flags,
        @Nullable String crc32,
        @Nullable String digest,
        @Nullable String problem) {

    /** Whether {@code position} of the blob as stored is part of the bytes that the chunk comes from. */
    boolean storedAt(long position) {
        return storedOffset != null
                && storedSize != null
                && position >= storedOffset
                && position - storedOffset < storedSize;
    }

    boolean uncompressedAt(long position) {
        return position >= offset && position - offset < size;
    }
}
