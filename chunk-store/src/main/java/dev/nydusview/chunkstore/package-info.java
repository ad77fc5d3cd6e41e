/**
 * Fetches the chunks of all images of a process, each once. Other modules use {@link ChunkStore}, the
 * {@link LazyChunkSource} that it opens for an image, and its {@link FetchCounts}. The other classes deliver a chunk
 * that is not in memory; in the order from request to answer:
 *
 * <ol>
 *   <li>{@link ChunkStore} combines what all images share, bounded by {@code FetchLimits}, with what one image has of
 *       its own, in {@code ImageResources};
 *   <li>{@link LazyChunkSource} receives the request, and begins with an essay on threads and locks. It looks into
 *       memory, a {@code FairCache} of {@code VerifiedChunk}s by {@code ChunkKey};
 *   <li>{@code InFlightChunks} lets the first of all requests for a chunk claim it as a {@code PendingChunk};
 *   <li>{@code MissedChunks} looks for the claimed chunks on disk, in the {@code VerifyingChunkCache};
 *   <li>{@code CheckedLocations} finds where the others are stored, as {@code LocatedChunk}s, of which {@code
 *       InFlightChunks} lets the first for the same stored bytes read these;
 *   <li>{@code FetchPlanner} combines neighbouring chunks into ranges;
 *   <li>{@code FetchThreads} run the ranges: images take turns, and {@code FairBudget} keeps one registry from taking
 *       all threads;
 *   <li>{@code RangeFetcher} reads a range, then decodes, verifies and completes its chunks.
 * </ol>
 *
 * <p>Beside this path, {@code Prefetcher} fetches chunks ahead of requests, and {@code CoStoredChunks} stores on disk
 * those that were decompressed together with a requested one.
 */
@NullMarked
package dev.nydusview.chunkstore;

import org.jspecify.annotations.NullMarked;
