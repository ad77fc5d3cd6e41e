package dev.nydusview.inspect.chunk;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A chunk, and all its places in all files. */
public record ChunkUses(@JsonUnwrapped ChunkDetails chunk, List<Use> files) {
    /**
     * A place in a file.
     *
     * @param path escaped; a file with hard links has one for each
     * @param fileOffset bytes into the file
     */
    public record Use(String path, long inode, long fileOffset) {}
}
