/**
 * Fetches the chunks of all images of a process, each once. Other modules use {@link
 * dev.nydusview.chunkstore.ChunkStore}, the {@link dev.nydusview.chunkstore.LazyChunkSource} that it opens for an image,
 * and what these count; the rest is the way of a chunk, which reads from request to answer in this order:
 *
 * <ol>
 *   <li>{@link dev.nydusview.chunkstore.ChunkStore} puts together what images share ({@code FetchLimits}) with what each
 *       has of its own ({@code ImageResources});
 *   <li>{@link dev.nydusview.chunkstore.LazyChunkSource} is asked, begins with an essay on threads and locks, and answers
 *       from memory: {@code FairCache}, of {@code VerifiedChunk} by {@code ChunkKey};
 *   <li>{@code InFlightChunks} lets one of all who ask have a {@code PendingChunk} delivered;
 *   <li>{@code MissedChunks} does so: from disk ({@code VerifyingChunkCache}), or where
 *   <li>{@code CheckedLocations} has found it as a {@code LocatedChunk}, and {@code InFlightChunks} lets one of all who want the
 *       same stored bytes read them, which
 *   <li>{@code FetchPlanner} puts together into ranges;
 *   <li>{@code FetchThreads} let images have their turn, and no registry all threads: {@code FairBudget};
 *   <li>{@code RangeFetcher} reads, decodes, verifies and completes.
 * </ol>
 *
 * <p>Beside the way: {@code Prefetcher} has chunks fetched that nobody has asked for yet, and {@code CoStoredChunks} keeps
 * those that came along.
 */
@NullMarked
package dev.nydusview.chunkstore;

import org.jspecify.annotations.NullMarked;
