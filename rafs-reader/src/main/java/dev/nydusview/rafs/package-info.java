/**
 * RAFS v5 and v6 behind one set of types. Start with {@link dev.nydusview.rafs.RafsImage}, which opens a bootstrap;
 * its {@link dev.nydusview.rafs.model.InodeTree} answers everything about metadata, and
 * {@link dev.nydusview.rafs.chunk.FileReader} reads file bytes through a chunk source.
 *
 * <p>Nothing here keeps an object per inode: records are decoded from the bootstrap each time they are asked for.
 */
@NullMarked
package dev.nydusview.rafs;

import org.jspecify.annotations.NullMarked;
