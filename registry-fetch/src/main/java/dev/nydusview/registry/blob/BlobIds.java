package dev.nydusview.registry.blob;

import dev.nydusview.rafs.RafsFormatException;
import java.util.regex.Pattern;

/** Names of blobs: the SHA-256 of their content in hexadecimal. */
final class BlobIds {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private BlobIds() {}

    /** Refuses what is no such name; it comes from the bootstrap and becomes part of a path or URL. */
    static String checked(String blobId) throws RafsFormatException {
        if (!ID.matcher(blobId).matches()) {
            throw new RafsFormatException(
                    "blob id \"" + blobId.replaceAll("[^ -~]", "?") + "\" is not 64 hexadecimal digits");
        }
        return blobId;
    }

    /** Refuses a range that no blob has; {@code size} is -1 if unknown. */
    static void checkRange(String blobId, long offset, int length, long size) throws RafsFormatException {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length || (size >= 0 && offset + length > size)) {
            String extent = size < 0 ? "" : " of " + size + " bytes";
            throw new RafsFormatException(
                    "blob " + blobId + extent + " does not have " + length + " bytes at offset " + offset);
        }
    }
}
