package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nydusview.rafs.model.BlobInfo;
import dev.nydusview.rafs.model.Superblock;

/**
 * Totals and settings of an image.
 *
 * @param image name, with the digest of the manifest if there is one
 * @param format version of RAFS
 * @param inodes number of inodes, as the superblock has it
 * @param files names that are not directories
 * @param size bytes of regular files, each counted once however many names it has
 * @param chunks number of chunks that files use
 * @param uses references to chunks, in all files
 * @param plain bytes of those chunks, decompressed
 * @param stored the bytes that those are stored in, as far as it is known
 * @param blobBytes bytes of all blobs, as recorded
 */
record ImageSummary(
        @JsonProperty("image") String image,
        @JsonProperty("format") int format,
        @JsonProperty("digester") String digester,
        @JsonProperty("compressor") String compressor,
        @JsonProperty("chunkSize") int chunkSize,
        @JsonProperty("inodes") long inodes,
        @JsonProperty("files") long files,
        @JsonProperty("directories") long directories,
        @JsonProperty("size") long size,
        @JsonProperty("chunks") long chunks,
        @JsonProperty("uses") long uses,
        @JsonProperty("plain") long plain,
        @JsonProperty("stored") long stored,
        @JsonProperty("blobs") int blobs,
        @JsonProperty("blobBytes") long blobBytes) {

    static ImageSummary of(String name, ReportWalk walk) {
        Superblock superblock = walk.image().superblock();
        Totals total = walk.tree().root().total();
        return new ImageSummary(
                DisplayText.text(name),
                superblock.version().number(),
                superblock.digester().toString(),
                superblock.compressor().toString(),
                superblock.chunkSize(),
                superblock.inodesCount(),
                total.files(),
                total.directories(),
                total.size(),
                walk.chunks().chunks().size(),
                walk.chunks().uses(),
                total.plain(),
                total.stored(),
                walk.image().blobs().size(),
                walk.image().blobs().stream()
                        .mapToLong(BlobInfo::compressedSize)
                        .reduce(0, Totals::sum));
    }
}
