package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blob: its row in the blob table, and the chunks found in it.
 *
 * @param chunkCount as recorded; 0 if the image does not say
 * @param compressedSize bytes stored, as recorded
 * @param usedChunks number of chunks that a file uses
 * @param plain bytes in those chunks, decompressed
 * @param stored bytes that those chunks are stored in
 * @param length end of what is known to be in the blob
 * @param unknown reason why not all of the layout is known; left out if it is
 * @param chunkIndex range of the chunk index; left out if there is none
 * @param uses by group, most stored bytes first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BlobReport(
        @JsonProperty("index") int index,
        @JsonProperty("id") String id,
        @JsonProperty("features") List<String> features,
        @JsonProperty("compressor") String compressor,
        @JsonProperty("cipher") String cipher,
        @JsonProperty("chunkSize") int chunkSize,
        @JsonProperty("chunkCount") int chunkCount,
        @JsonProperty("compressedSize") long compressedSize,
        @JsonProperty("uncompressedSize") long uncompressedSize,
        @JsonProperty("usedChunks") long usedChunks,
        @JsonProperty("plain") long plain,
        @JsonProperty("stored") long stored,
        @JsonProperty("length") long length,
        @JsonProperty("unknown") @Nullable String unknown,
        @JsonProperty("chunkIndex") @Nullable Range chunkIndex,
        @JsonProperty("regions") List<Region> regions,
        @JsonProperty("uses") List<Use> uses) {

    /** Bytes {@code offset} to {@code offset + length} of the blob. */
    record Range(@JsonProperty("offset") long offset, @JsonProperty("length") long length) {}

    /**
     * A part of the blob that is mostly used by one group.
     *
     * @param group number from {@link TreemapGroups}; -1 if no file uses any of it
     * @param fill per cent of its bytes that some file uses
     */
    record Region(
            @JsonProperty("offset") long offset,
            @JsonProperty("length") long length,
            @JsonProperty("group") int group,
            @JsonProperty("fill") int fill) {}

    /** A group's share of the blob; a chunk of several groups counts for the first. */
    record Use(
            @JsonProperty("group") int group,
            @JsonProperty("chunks") long chunks,
            @JsonProperty("plain") long plain,
            @JsonProperty("stored") long stored) {}
}
