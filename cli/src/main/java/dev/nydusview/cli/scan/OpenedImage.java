package dev.nydusview.cli.scan;

import dev.nydusview.base.SafeText;
import dev.nydusview.registry.FetchStats;
import dev.nydusview.registry.NydusImage;
import dev.nydusview.registry.OciImage;
import dev.nydusview.registry.OciLayer;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.scan.LazyContents;
import dev.nydusview.scan.LongPaths;
import dev.nydusview.scan.Losses;
import dev.nydusview.scan.ScanImage;
import dev.nydusview.scan.receipt.LossEntry;
import dev.nydusview.scan.receipt.Receipt.TransferEntry;
import dev.nydusview.unpack.UnpackedImage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An image as scans see it, and what is to be closed after them. */
public record OpenedImage(ScanImage scan, Closeable source) implements Closeable {
    static OpenedImage lazy(NydusImage image) throws IOException {
        ScanImage scan = new ScanImage(
                image.name(),
                image.standsInFor().orElse(null),
                image.bootstrapDigest(),
                image.stats().imageBytes(),
                new LazyContents(image.rafs(), image.files(), image.chunks(), image.locator()),
                null,
                () -> image.configuration().orElse(null),
                () -> image.sourceConfiguration().orElse(null),
                () -> transfer(image.stats()));
        return new OpenedImage(scan, image);
    }

    static OpenedImage unpacked(OciImage image, UnpackedImage unpacked) {
        long bytes = image.layers().stream().mapToLong(OciLayer::size).sum();
        ScanImage scan = new ScanImage(
                image.name(),
                null,
                image.digest(),
                bytes,
                null,
                unpacked.root(),
                image::configuration,
                () -> null,
                () -> new TransferEntry(
                        0,
                        image.bytesFetched(),
                        unpacked.isFresh() ? image.layers().size() : 0),
                losses(unpacked.losses()));
        return new OpenedImage(scan, () -> {
            try (image) {
                unpacked.close();
            }
        });
    }

    /** In what way files are not as the image has them. */
    static String described(Omission omission) {
        return switch (omission) {
            case OWNER -> "owned by the user who unpacked it";
            case SET_ID -> "without a set-ID bit";
            case XATTR -> "without an extended attribute, such as capabilities";
            case MODE -> "made readable for their owner";
            case SPECIAL -> "devices and pipes are not made";
            case SOCKET -> "sockets are not made";
            case UNREADABLE -> "this user may not read them";
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

    private static TransferEntry transfer(FetchStats stats) {
        return new TransferEntry(stats.metadataBytes(), stats.blobBytes(), stats.blobRequests());
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
