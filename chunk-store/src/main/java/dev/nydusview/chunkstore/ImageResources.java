package dev.nydusview.chunkstore;

import dev.nydusview.rafs.blob.BlobSource;
import dev.nydusview.rafs.chunk.ChunkDecoder;
import java.nio.ByteBuffer;

/**
 * The parts with which the chunks of one image are read: its own, and its shares of the process's.
 *
 * @param places where its chunks are stored
 * @param source its blobs
 * @param disk its chunks on disk, if they are cached
 * @param memory its share of the chunks in memory
 * @param recent chunks of all images that were read last
 * @param contexts its share of the decompressed contexts in memory
 * @param inFlight its chunks in flight
 * @param threads its queue for the fetching threads
 * @param link how fast its blobs arrive
 */
record ImageResources(
        CheckedLocations places,
        BlobSource source,
        ChunkDecoder decoder,
        VerifyingChunkCache disk,
        CoStoredChunks coStored,
        FairCache<ChunkKey, VerifiedChunk>.Share memory,
        RecentChunks recent,
        FairCache<LocatedChunk.Stored, ByteBuffer>.Share contexts,
        InFlightChunks.Image inFlight,
        FetchThreads.Queue threads,
        LinkSpeed link,
        FetchCounts.Counters counters,
        FetchLimits limits) {}
