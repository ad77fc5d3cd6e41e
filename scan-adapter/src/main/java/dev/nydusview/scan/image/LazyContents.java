package dev.nydusview.scan.image;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.chunk.ChunkLocator;
import dev.nydusview.rafs.chunk.ChunkSource;
import dev.nydusview.rafs.chunk.FileReader;

/** The contents of an image that are fetched when they are read. */
public record LazyContents(RafsImage rafs, FileReader files, ChunkSource chunks, ChunkLocator locator) {}
