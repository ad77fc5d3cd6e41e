package dev.nydusview.inspect.chunk;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** A chunk, and the byte of a file at which it begins. */
public record FileChunk(long fileOffset, @JsonUnwrapped ChunkDetails chunk) {}
