package dev.nydusview.inspect.chunk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chunk, as JSON has it.
 *
 * @param blob index of the blob that holds it
 * @param index number of the chunk in that blob
 * @param size bytes once decompressed
 * @param offset place in the blob's uncompressed address space
 * @param form of storage: {@code alone}, in a {@code batch} with others, or as part of a {@code gzip} stream
 * @param storedOffset first stored byte of the chunk, or of the bytes that it shares with others; left out if unknown
 * @param storedSize bytes of the same
 * @param start offset of the chunk in the shared bytes, once decompressed; left out if it is stored alone
 * @param recordedOffset first stored byte as the bootstrap has it: a hint where bytes are shared
 * @param recordedSize bytes, in the same way
 * @param crc32 eight hexadecimal digits; left out if there is none
 * @param digest hash of the decompressed bytes; left out if there is none
 * @param problem reason why the place is unknown; left out if it is known
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

    /** Tests whether {@code position} of the blob as stored is part of the bytes that the chunk comes from. */
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
