package dev.nydusview.scan.image;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.scan.receipt.Receipt.TransferEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image to be scanned: either fetched as it is read, or unpacked before.
 *
 * @param name with the digest of its manifest, for reports
 * @param standsInFor the plain image in whose place it is scanned; null if it is the one that was named
 * @param contents digest of what determines every byte of it, such as {@code sha256:...}
 * @param bytes of its blobs or layers together
 * @param lazy null for an image that was unpacked
 * @param directory where it was unpacked; null for a lazy one
 * @param configuration its configuration and history
 * @param source those of the image that it says it was converted from
 * @param transfer what has been fetched so far
 * @param losses what the directory does not have
 */
public record ScanImage(
        String name,
        @Nullable ReplacedImage standsInFor,
        String contents,
        long bytes,
        @Nullable LazyContents lazy,
        @Nullable Path directory,
        Configuration configuration,
        Configuration source,
        Supplier<TransferEntry> transfer,
        Losses losses) {
    private static final Pattern DIGEST = Pattern.compile("@(sha256:[0-9a-f]{64})$");

    public ScanImage {
        if ((lazy == null) == (directory == null)) {
            throw new IllegalArgumentException("an image is either lazy or unpacked");
        }
    }

    /** One that has lost nothing. */
    public ScanImage(
            String name,
            @Nullable ReplacedImage standsInFor,
            String contents,
            long bytes,
            @Nullable LazyContents lazy,
            @Nullable Path directory,
            Configuration configuration,
            Configuration source,
            Supplier<TransferEntry> transfer) {
        this(name, standsInFor, contents, bytes, lazy, directory, configuration, source, transfer, Losses.NONE);
    }

    /** The image's configuration document. */
    @FunctionalInterface
    public interface Configuration {
        /** The verified document; null if the image has none. */
        byte @Nullable [] read() throws IOException;
    }

    /** Digest of its manifest, which ends its name; null of a bare bootstrap. */
    public @Nullable String digest() {
        Matcher matcher = DIGEST.matcher(name);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** Which way its bytes come: lazy or pull. */
    public String way() {
        return lazy == null ? "pull" : "lazy";
    }
}
