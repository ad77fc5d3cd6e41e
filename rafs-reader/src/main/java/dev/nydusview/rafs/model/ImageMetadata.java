package dev.nydusview.rafs.model;

import java.util.List;

/**
 * The contents of a bootstrap, as the reader of its version finds them.
 *
 * @param blobs the data blobs, by blob index
 * @param prefetch the inodes that the builder wants fetched early
 */
public record ImageMetadata(Superblock superblock, List<BlobInfo> blobs, InodeTree tree, PrefetchTable prefetch) {}
