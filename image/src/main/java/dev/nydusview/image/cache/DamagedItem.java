package dev.nydusview.image.cache;

/**
 * Something in a cache that was found to be damaged, and was removed.
 *
 * @param kind {@code blob}, {@code whole blob}, {@code bootstrap}, {@code document} or {@code record of reads}
 * @param name of the item; a bootstrap and a document have their digest's hexadecimal digits
 * @param chunks number of damaged chunks of a blob; else 0
 * @param firstChunk lowest index of one of them
 * @param firstOffset its offset in the blob's uncompressed address space
 */
public record DamagedItem(String kind, String name, long chunks, int firstChunk, long firstOffset) {}
