package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.model.BlobInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Overview of an image, no larger than a page can bear. The document between {@link HtmlPage} and its script; its shape
 * is for no other use.
 *
 * @param groups parts of the tree that have colors
 * @param tree directories and their largest files, each after the directory that it is in
 * @param leftOut sentences about parts that are not shown because there are too many
 */
public record ImageReport(
        @JsonProperty("head") ImageSummary head,
        @JsonProperty("damage") DamageLog.Damage damage,
        @JsonProperty("groups") List<TreemapGroups.Group> groups,
        @JsonProperty("tree") List<TreeItem> tree,
        @JsonProperty("blobs") List<BlobReport> blobs,
        @JsonProperty("sharing") Sharing sharing,
        @JsonProperty("largest") List<LargestFiles.LargeFile> largest,
        @JsonProperty("special") List<SpecialFiles.Category> special,
        @JsonProperty("leftOut") List<String> leftOut) {
    private static final int MAX_BLOBS = 64;

    /**
     * Reads all of the metadata of {@code image}, and goes around damage.
     *
     * @param locator asked for places of chunks that the bootstrap does not have; without it those stay unknown
     */
    public static ImageReport of(String name, RafsImage image, @Nullable ChunkLocator locator) throws IOException {
        ChunkExtents places = new ChunkExtents(image.blobs(), locator);
        ReportWalk walk = ReportWalk.through(image, places);
        List<TreemapGroups.Group> groups = TreemapGroups.divide(walk.tree());
        List<TreeItem> items = TreemapSelection.of(walk.tree());
        return new ImageReport(
                ImageSummary.of(name, walk),
                walk.damage().report(),
                groups,
                items,
                blobs(walk, groups.size(), places.unknown()),
                Sharing.of(walk.chunks().chunks()),
                walk.largest().report(),
                walk.special().report(),
                leftOut(walk, items));
    }

    /** Returns the number of parts of the image that could not be read, and are missing. */
    public long damaged() {
        return damage.count();
    }

    private static List<BlobReport> blobs(ReportWalk walk, int groups, Map<Integer, String> unknown) {
        Map<Integer, List<Chunk>> chunks = walk.chunks().chunks().stream().collect(Collectors.groupingBy(Chunk::blob));
        return walk.image().blobs().stream()
                .sorted(Comparator.comparingLong(BlobInfo::compressedSize).reversed())
                .limit(MAX_BLOBS)
                .map(blob -> new BlobLayout(blob, chunks.getOrDefault(blob.index(), List.of()), groups)
                        .report(unknown.get(blob.index())))
                .sorted(Comparator.comparingInt(BlobReport::index))
                .toList();
    }

    private static List<String> leftOut(ReportWalk walk, List<TreeItem> items) {
        List<String> sentences = new ArrayList<>();
        long closed = items.stream().filter(TreeItem::closed).count();
        if (closed > 0) {
            sentences.add("The tree shows the largest directories; number of directories shown only as sums: " + closed
                    + ".");
        }
        if (items.stream().anyMatch(item -> item.kind().equals("r"))) {
            sentences.add("“The rest” sums up what a directory has beyond its " + Directory.MAX_FILES
                    + " largest files and " + TreemapSelection.MAX_DIRECTORIES
                    + " largest directories: symbolic links, further names of hard links, small files.");
        }
        int blobs = walk.image().blobs().size();
        if (blobs > MAX_BLOBS) {
            sentences.add("Of " + blobs + " blobs the " + MAX_BLOBS + " largest are shown.");
        }
        if (walk.chunksLeftOut()) {
            sentences.add("The image has more chunks than are examined: stored bytes, layout and shared chunks cover "
                    + "only the first " + walk.chunks().uses() + " references to chunks.");
        }
        return sentences;
    }
}
