package dev.nydusview.rafs.chunk;

import dev.nydusview.rafs.RafsImage;

/** An open image: its metadata, and its file bytes wherever they come from. */
public interface OpenImage {
    RafsImage rafs();

    /** Reads files of {@link #rafs}. */
    FileReader files();

    ChunkSource chunks();

    /** Returns the locator of {@link #chunks}. */
    ChunkLocator locator();
}
