package dev.nydusview.testdata.builder;

/** A chunk as part of a file. */
record FileChunk(long fileOffset, StoredChunk stored) {}
