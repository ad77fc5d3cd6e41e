package dev.nydusview.rafs.model;

/**
 * A name in a directory.
 *
 * @param inode number of the inode that it names
 * @param type its file type
 * @param next the position that reading continues from after this entry; always above 0
 */
public record DirEntry(RawName name, long inode, FileType type, long next) {}
