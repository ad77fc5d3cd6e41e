package dev.nydusview.inspect.chunk;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question for chunks, by an offset or a digest.
 *
 * @param blob index of the blob that holds them; empty for all blobs
 * @param offset a byte that they contain; null if a digest is wanted
 * @param uncompressed true for an {@code offset} in the uncompressed address space, false for one in the blob as stored
 * @param digest first hexadecimal digits of their digest; null if an offset is wanted
 */
public record ChunkQuery(OptionalInt blob, @Nullable Long offset, boolean uncompressed, @Nullable String digest) {
    /** Fewer digits would be met by chance, and look like an offset. */
    public static final int MIN_DIGITS = 8;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{" + MIN_DIGITS + ",64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HEX_NUMBER = Pattern.compile("0x[0-9a-f]{1,15}");

    /**
     * Parses a query: an offset, decimal or with 0x, or the first digits of a digest, optionally with {@code sha256:}
     * or {@code blake3:}. A number is an offset unless it has all 64 digits of a digest.
     *
     * @throws IllegalArgumentException if the text is neither; the message has the reason
     */
    public static ChunkQuery parse(String text, OptionalInt blob, boolean uncompressed) {
        String wanted = text.toLowerCase(Locale.ROOT);
        if (NUMBER.matcher(wanted).matches()) {
            return new ChunkQuery(blob, Long.parseLong(wanted), uncompressed, null);
        }
        if (HEX_NUMBER.matcher(wanted).matches()) {
            return new ChunkQuery(blob, Long.parseLong(wanted.substring(2), 16), uncompressed, null);
        }
        String digits = wanted.substring(wanted.indexOf(':') + 1);
        if (DIGEST.matcher(digits).matches()) {
            return new ChunkQuery(blob, null, uncompressed, digits);
        }
        throw new IllegalArgumentException("'" + text + "' is neither an offset (12345 or 0x3039) nor a digest of "
                + MIN_DIGITS + " to 64 hexadecimal digits");
    }

    boolean wants(int blobIndex) {
        return blob.isEmpty() || blob.getAsInt() == blobIndex;
    }

    boolean wants(ChunkDetails chunk) {
        if (digest != null) {
            return chunk.digest() != null && chunk.digest().startsWith(digest);
        }
        return offset != null && (uncompressed ? chunk.uncompressedAt(offset) : chunk.storedAt(offset));
    }
}
