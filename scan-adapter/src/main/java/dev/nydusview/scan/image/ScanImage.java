package dev.nydusview.scan.image;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.Sha256;
import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.scan.receipt.Receipt.TransferEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An image to be scanned: either fetched as it is read, or unpacked before. */
public sealed interface ScanImage {
    /**
     * An image whose bytes are fetched when they are read, and of which nothing is known but what it is.
     *
     * @param name with the digest of its manifest, for reports
     * @param contents digest of what determines every byte of it, such as that of its bootstrap
     * @param configuration its configuration and history
     */
    static ScanImage of(String name, Sha256 contents, Configuration configuration, OpenImage image) {
        long bytes = image.rafs().blobs().stream()
                .mapToLong(BlobInfo::compressedSize)
                .sum();
        Supplier<TransferEntry> unknown = () -> TransferEntry.NONE;
        return new Lazy(new Facts(name, null, contents.toString(), bytes, configuration, () -> null, unknown), image);
    }

    /** Properties that an image has whichever way its bytes come. */
    Facts facts();

    /** The way in which the image's bytes come, as receipts call it: lazy or pull. */
    String way();

    /** An image whose bytes are fetched when they are read. */
    record Lazy(Facts facts, OpenImage contents, ReadMemory memory) implements ScanImage {
        public Lazy(Facts facts, OpenImage contents) {
            this(facts, contents, ReadMemory.NONE);
        }

        @Override
        public String way() {
            return "lazy";
        }
    }

    /**
     * An image that was unpacked.
     *
     * @param losses parts that the directory lacks
     */
    record Unpacked(Facts facts, Path directory, Losses losses) implements ScanImage {
        @Override
        public String way() {
            return "pull";
        }
    }

    /**
     * Identity and surroundings of an image.
     *
     * @param name with the digest of its manifest, for reports
     * @param standsInFor the plain image in whose place it is scanned; null if it is the one that was named
     * @param contents digest that determines every byte of it, such as {@code sha256:...}
     * @param bytes of its blobs or layers together
     * @param configuration its configuration and history
     * @param source configuration and history of the image that it names as its origin
     * @param transfer transfers so far
     */
    record Facts(
            String name,
            @Nullable ReplacedImage standsInFor,
            String contents,
            long bytes,
            Configuration configuration,
            Configuration source,
            Supplier<TransferEntry> transfer) {
        /** Digest of its manifest, which ends its name; null of a bare bootstrap. */
        public @Nullable String digest() {
            Sha256 digest = Sha256.ofReference(name);
            return digest == null ? null : digest.toString();
        }
    }

    /** The image's configuration document. */
    @FunctionalInterface
    interface Configuration {
        /** Returns the verified document; null if the image has none. */
        byte @Nullable [] read() throws IOException;
    }

    default String name() {
        return facts().name();
    }
}
