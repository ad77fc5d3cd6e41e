package dev.nydusview.scan.receipt;

import dev.nydusview.base.ReplacedImage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receipt of a scan of an image: its reads and their cost, and whether its result can be relied upon.
 *
 * @param schemaVersion of this document
 * @param complete whether every scanner has ended by itself and every byte that it requested was delivered and verified
 * @param started when the scan began
 * @param seconds duration without opening the image
 * @param attempts how often the scanners were run
 * @param ahead data that was fetched ahead of requests
 * @param verified digests of the delivered chunks, each of which was compared with its own
 * @param notSeen what the scan cannot have seen, in sentences
 * @param unpacked of an image that was unpacked; null of others
 */
public record Receipt(
        int schemaVersion,
        boolean complete,
        ImageEntry image,
        Instant started,
        double seconds,
        int attempts,
        List<ScannerEntry> scanners,
        AheadEntry ahead,
        TransferEntry transfer,
        VerifiedEntry verified,
        List<String> notSeen,
        @Nullable UnpackedEntry unpacked) {
    public static final int SCHEMA_VERSION = 1;

    public Receipt {
        scanners = List.copyOf(scanners);
        notSeen = List.copyOf(notSeen);
    }

    /** Returns the receipt of an image that could not be scanned, for {@code reason}. */
    public static Receipt notScanned(String reference, String reason) {
        return new Receipt(
                SCHEMA_VERSION,
                false,
                new ImageEntry(reference, null, null, "none", "", 0),
                Instant.now(),
                0,
                0,
                List.of(),
                new AheadEntry(List.of(), 0, 0, 0, List.of()),
                TransferEntry.NONE,
                new VerifiedEntry(0, List.of()),
                List.of("anything: the image was not scanned: " + reason),
                null);
    }

    /**
     * Entry on how an unpacked image was shown.
     *
     * @param readOnly whether programs saw the image where they could not change it, open devices, or run its programs
     * @param lost differences from the image
     */
    public record UnpackedEntry(boolean readOnly, List<LossEntry> lost) {
        public UnpackedEntry {
            lost = List.copyOf(lost);
        }
    }

    /**
     * Entry on the image.
     *
     * @param name with the digest of its manifest
     * @param digest of the manifest that was read; null if none was
     * @param standsInFor the plain image in whose place it was read; null if it is the one that was named
     * @param way lazy, none if it was not scanned, or pull for an image that was unpacked as a whole
     * @param contents digest of the bootstrap, which determines every byte of the image; of the manifest if it was
     *     pulled
     * @param bytes of its blobs or layers together
     */
    public record ImageEntry(
            String name,
            @Nullable String digest,
            @Nullable ReplacedImage standsInFor,
            String way,
            String contents,
            long bytes) {}

    /**
     * Entry on data fetched ahead.
     *
     * @param profiles names of the profiles that were used
     * @param wholeBlobs ids of blobs that were fetched as a whole because most of them was wanted
     */
    public record AheadEntry(List<String> profiles, long budget, long bytes, long requests, List<String> wholeBlobs) {
        public AheadEntry {
            profiles = List.copyOf(profiles);
            wholeBlobs = List.copyOf(wholeBlobs);
        }
    }

    /**
     * Entry on all transfers from the registry.
     *
     * @param metadataBytes of manifests, bootstrap and chunk indexes
     * @param bytes of chunk data, or of layers
     * @param requests for chunk data, or for layers
     * @param mirrors hosts that answered in the place of the registry
     */
    public record TransferEntry(long metadataBytes, long bytes, long requests, List<String> mirrors) {
        /** Nothing transferred. */
        public static final TransferEntry NONE = new TransferEntry(0, 0, 0, List.of());

        public TransferEntry {
            mirrors = List.copyOf(mirrors);
        }
    }

    /**
     * Entry on chunks that were verified.
     *
     * @param chunks number of chunks, each counted once
     * @param digests of these chunks; the first 65,536 in order
     */
    public record VerifiedEntry(long chunks, List<String> digests) {
        public VerifiedEntry {
            digests = List.copyOf(digests);
        }
    }
}
