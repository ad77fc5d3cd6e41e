package dev.nydusview.registry.blob;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;

/** Names of blobs: the SHA-256 of their content in hexadecimal. */
public final class BlobIds {
    private BlobIds() {}

    /**
     * Parses a blob id; it comes from the bootstrap and becomes part of a path or URL.
     *
     * @throws CorruptDataException if it is not 64 hexadecimal digits
     */
    public static Sha256 checked(String blobId) throws CorruptDataException {
        if (!Sha256.isHex(blobId)) {
            throw new CorruptDataException(
                    "blob id \"" + blobId.replaceAll("[^ -~]", "?") + "\" is not 64 hexadecimal digits");
        }
        return new Sha256(blobId);
    }

    /** Refuses a range that no blob has; {@code size} is -1 if unknown. */
    public static void checkRange(Sha256 blob, long offset, int length, long size) throws CorruptDataException {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length || (size >= 0 && offset + length > size)) {
            String extent = size < 0 ? "" : " of " + size + " bytes";
            throw new CorruptDataException(
                    "blob " + blob.hex() + extent + " does not have " + length + " bytes at offset " + offset);
        }
    }
}
