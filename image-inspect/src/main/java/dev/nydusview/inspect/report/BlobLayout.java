package dev.nydusview.inspect.report;

import dev.nydusview.rafs.layout.BlobMetaLayout;
import dev.nydusview.rafs.model.BlobFeature;
import dev.nydusview.rafs.model.BlobInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Computes the layout of the chunks in one blob. The stored address space is cut into equal bins. */
final class BlobLayout {
    private static final int BINS = 240;

    private final BlobInfo blob;
    private final List<Chunk> chunks;
    private final int groups;
    private final BlobReport.@Nullable Range chunkIndex;
    private final long length;
    private final long binLength;

    /** @param groups number of groups */
    BlobLayout(BlobInfo blob, List<Chunk> chunks, int groups) {
        this.blob = blob;
        this.chunks = chunks;
        this.groups = groups;
        this.chunkIndex = chunkIndex(blob);
        this.length = length();
        this.binLength = Math.max(1, (length + BINS - 1) / BINS);
    }

    private static BlobReport.@Nullable Range chunkIndex(BlobInfo blob) {
        BlobInfo.MetaSection meta = blob.meta();
        boolean inside = meta.compressedSize() > 0
                && meta.offset() >= 0
                && meta.offset() <= BlobInfo.MAX_COMPRESSED_SIZE
                && meta.compressedSize() <= BlobInfo.MAX_COMPRESSED_SIZE
                && !blob.has(BlobFeature.SEPARATE)
                && !blob.has(BlobFeature.EXTERNAL);
        return inside ? new BlobReport.Range(meta.offset(), meta.compressedSize() + BlobMetaLayout.HEADER_SIZE) : null;
    }

    private long length() {
        long end = blob.compressedSize();
        if (chunkIndex != null) {
            end = Math.max(end, chunkIndex.offset() + chunkIndex.length());
        }
        for (Chunk chunk : chunks) {
            ChunkExtent place = chunk.place();
            end = place == null ? end : Math.max(end, place.offset() + place.size());
        }
        return end;
    }

    /** @param unknown reason why some of the layout is not known; null if all is */
    BlobReport report(@Nullable String unknown) {
        List<BlobReport.Use> uses = uses();
        return new BlobReport(
                blob.index(),
                DisplayText.text(blob.id()),
                blob.features().stream()
                        .map(feature -> feature.name().toLowerCase(Locale.ROOT))
                        .toList(),
                blob.compressor().toString(),
                blob.v6Fields().cipher().name().toLowerCase(Locale.ROOT),
                blob.chunkSize(),
                blob.chunkCount(),
                blob.compressedSize(),
                blob.uncompressedSize(),
                chunks.size(),
                uses.stream().mapToLong(BlobReport.Use::plain).sum(),
                uses.stream().mapToLong(BlobReport.Use::stored).sum(),
                length,
                unknown,
                chunkIndex,
                regions(),
                uses);
    }

    private List<BlobReport.Use> uses() {
        long[] count = new long[groups];
        long[] plain = new long[groups];
        long[] stored = new long[groups];
        for (Chunk chunk : chunks) {
            int group = chunk.directory().group();
            count[group]++;
            plain[group] += chunk.size();
            stored[group] += chunk.stored();
        }
        List<BlobReport.Use> uses = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            if (count[i] > 0) {
                uses.add(new BlobReport.Use(i, count[i], plain[i], stored[i]));
            }
        }
        uses.sort(Comparator.comparingLong(BlobReport.Use::stored).reversed());
        return uses;
    }

    /** Neighbouring bins that look the same become one region. */
    private List<BlobReport.Region> regions() {
        double[][] used = used();
        List<BlobReport.Region> regions = new ArrayList<>();
        for (int i = 0; i < BINS && i * binLength < length; i++) {
            long start = i * binLength;
            BlobReport.Region bin = region(start, Math.min(binLength, length - start), used[i]);
            int last = regions.size() - 1;
            if (last >= 0 && alike(regions.get(last), bin)) {
                regions.set(last, joined(regions.get(last), bin));
            } else {
                regions.add(bin);
            }
        }
        return regions;
    }

    /** Bytes that each group uses, by bin. */
    private double[][] used() {
        double[][] used = new double[BINS][groups];
        for (Chunk chunk : chunks) {
            ChunkExtent place = chunk.place();
            if (place != null) {
                spread(place, chunk.directory().group(), used);
            }
        }
        return used;
    }

    private void spread(ChunkExtent place, int group, double[][] used) {
        double density = (double) place.share() / place.size();
        long end = place.offset() + place.size();
        for (long at = place.offset(); at < end; ) {
            int bin = (int) (at / binLength);
            long next = Math.min(end, (bin + 1) * binLength);
            used[bin][group] += (next - at) * density;
            at = next;
        }
    }

    private static BlobReport.Region region(long start, long length, double[] used) {
        int most = 0;
        for (int i = 1; i < used.length; i++) {
            most = used[i] > used[most] ? i : most;
        }
        double fill = Math.min(1, Arrays.stream(used).sum() / length);
        return new BlobReport.Region(start, length, fill > 0 ? most : -1, (int) Math.ceil(100 * fill));
    }

    private static boolean alike(BlobReport.Region a, BlobReport.Region b) {
        return a.group() == b.group() && a.fill() / 25 == b.fill() / 25;
    }

    private static BlobReport.Region joined(BlobReport.Region a, BlobReport.Region b) {
        long length = a.length() + b.length();
        double fill = ((double) a.fill() * a.length() + (double) b.fill() * b.length()) / length;
        return new BlobReport.Region(a.offset(), length, a.group(), (int) Math.round(fill));
    }
}
