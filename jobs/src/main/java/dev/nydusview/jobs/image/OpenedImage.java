package dev.nydusview.jobs.image;

import dev.nydusview.base.Quantity;
import dev.nydusview.base.SafeText;
import dev.nydusview.image.FetchStats;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.cache.RepositoryReads;
import dev.nydusview.image.oci.OciImage;
import dev.nydusview.image.oci.OciLayer;
import dev.nydusview.image.oci.UnpackedImage;
import dev.nydusview.jobs.Progress;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.scan.image.LongPaths;
import dev.nydusview.scan.image.Losses;
import dev.nydusview.scan.image.ReadMemory;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.receipt.LossEntry;
import dev.nydusview.scan.receipt.Receipt.TransferEntry;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An image as scans see it, and its source, which is closed after them. */
public record OpenedImage(ScanImage scan, Closeable source) implements Closeable {
    static OpenedImage lazy(NydusImage image) throws IOException {
        ScanImage.Facts facts = new ScanImage.Facts(
                image.name(),
                image.standsInFor().orElse(null),
                image.bootstrapDigest().toString(),
                image.stats().imageBytes(),
                () -> image.configuration().orElse(null),
                () -> image.sourceConfiguration().orElse(null),
                () -> transfer(image.stats(), image.mirrors()));
        return new OpenedImage(new ScanImage.Lazy(facts, image, memory(image)), image);
    }

    private static ReadMemory memory(NydusImage image) {
        return image.reads().<ReadMemory>map(Remembered::new).orElse(ReadMemory.NONE);
    }

    /** Memory of the reads of a repository; each scan counts as a mount. */
    private record Remembered(RepositoryReads reads) implements ReadMemory {
        @Override
        public List<FileStretches> known() {
            return reads.known();
        }

        @Override
        public void add(List<FileStretches> read) {
            reads.add(read, true);
        }
    }

    static OpenedImage unpacked(OciImage image, UnpackedImage unpacked) {
        ScanImage.Facts facts = new ScanImage.Facts(
                image.name(),
                null,
                image.digest().toString(),
                image.layers().stream().mapToLong(OciLayer::size).sum(),
                image::configuration,
                () -> null,
                () -> new TransferEntry(
                        0,
                        image.bytesFetched(),
                        unpacked.isFresh() ? image.layers().size() : 0,
                        image.mirrors()));
        ScanImage scan = new ScanImage.Unpacked(facts, unpacked.root(), losses(unpacked.losses()));
        return new OpenedImage(scan, () -> {
            try (image) {
                unpacked.close();
            }
        });
    }

    /** Returns the bytes that the scan of the image has fetched so far. */
    public Progress progress() {
        TransferEntry so = scan.facts().transfer().get();
        return Progress.of("scanning", scan.name())
                .neededBytes(so.bytes(), scan.facts().bytes())
                .with(Quantity.of(so.requests(), "request"));
    }

    /** Describes a difference between files and those of the image. */
    static String described(Omission omission) {
        return switch (omission) {
            case OWNER -> "owned by the user who unpacked it";
            case SET_ID -> "without a set-ID bit";
            case XATTR -> "without an extended attribute, such as a capability";
            case MODE -> "made readable for their owner";
            case SPECIAL -> "devices and pipes are not created";
            case SOCKET -> "sockets are not created";
            case UNREADABLE -> "not readable by this user";
        };
    }

    private static Losses losses(TreeLosses unpacked) {
        List<LossEntry> kinds = new ArrayList<>();
        unpacked.kinds()
                .forEach((what, loss) -> kinds.add(new LossEntry(
                        what.name().toLowerCase(Locale.ROOT),
                        loss.files(),
                        loss.first().stream().map(SafeText::escape).toList())));
        TreeLosses.Loss unreadable = unpacked.kinds().get(Omission.UNREADABLE);
        LongPaths longPaths = new LongPaths(unpacked.longPaths(), SafeText.escape(unpacked.longestPath()));
        return new Losses(kinds, unpacked.withoutPrivileges(), unreadable == null ? 0 : unreadable.files(), longPaths);
    }

    private static TransferEntry transfer(FetchStats stats, List<String> mirrors) {
        return new TransferEntry(stats.metadataBytes(), stats.blobBytes(), stats.blobRequests(), mirrors);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
