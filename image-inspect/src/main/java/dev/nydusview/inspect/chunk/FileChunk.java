package dev.nydusview.inspect.chunk;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** A chunk at its place in a file, in bytes. */
public record FileChunk(long fileOffset, @JsonUnwrapped ChunkDetails chunk) {}
