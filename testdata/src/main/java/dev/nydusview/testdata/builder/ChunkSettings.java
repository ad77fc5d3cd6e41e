package dev.nydusview.testdata.builder;

/**
 * Settings for cutting files into chunks.
 *
 * @param alignment of chunks in the uncompressed address space of their blob, in bytes
 * @param batchSize bytes that a batch stays below; 0 for no batches
 * @param holes whether chunks of zeros are left out
 */
record ChunkSettings(int chunkSize, Compression compression, Hash hash, int alignment, int batchSize, boolean holes) {}
