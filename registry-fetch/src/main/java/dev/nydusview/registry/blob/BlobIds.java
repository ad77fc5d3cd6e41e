package dev.nydusview.registry.blob;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;

/** Names of blobs: the SHA-256 of their content in hexadecimal. */
public final class BlobIds {
    private BlobIds() {}

    /**
     * Returns a blob id that is safe in a path or URL; it comes from the bootstrap.
     *
     * @throws CorruptDataException if it is not 64 hexadecimal digits
     */
    public static String checked(String blobId) throws CorruptDataException {
        if (!Sha256.isHex(blobId)) {
            throw new CorruptDataException(
                    "blob id \"" + blobId.replaceAll("[^ -~]", "?") + "\" is not 64 hexadecimal digits");
        }
        return blobId;
    }

    /** Refuses a range that no blob has; {@code size} is -1 if unknown. */
    public static void checkRange(String blobId, long offset, int length, long size) throws CorruptDataException {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length || (size >= 0 && offset + length > size)) {
            String extent = size < 0 ? "" : " of " + size + " bytes";
            throw new CorruptDataException(
                    "blob " + blobId + extent + " does not have " + length + " bytes at offset " + offset);
        }
    }
}
