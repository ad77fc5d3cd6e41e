package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import java.nio.ByteBuffer;

/**
 * The parts that it takes to read the chunks of one image: its own, and its shares in those of the process.
 *
 * @param places where its chunks are stored
 * @param source its blobs
 * @param disk its chunks on disk, if any are kept there
 * @param memory its share in the chunks kept in memory
 * @param contexts its share in the decompressed batches and data of zran contexts kept in memory
 * @param inFlight its chunks on their way
 * @param threads its queue at the threads that fetch
 */
record ImageResources(
        CheckedLocations places,
        BlobSource source,
        ChunkDecoder decoder,
        VerifyingChunkCache disk,
        CoStoredChunks coStored,
        FairCache<ChunkKey, VerifiedChunk>.Share memory,
        FairCache<LocatedChunk.Stored, ByteBuffer>.Share contexts,
        InFlightChunks.Image inFlight,
        FetchThreads.Queue threads,
        FetchCounts.Counters counters,
        FetchLimits limits) {}
