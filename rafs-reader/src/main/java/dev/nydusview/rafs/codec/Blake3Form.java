package dev.nydusview.rafs.codec;

import dev.nydusview.rafs.model.Digest;

/** One way to compute BLAKE3; all of them give the same digest. */
interface Blake3Form {
    /** The digest of {@code length} bytes of {@code input} from {@code offset}, which lie within it. */
    Digest digest(byte[] input, int offset, int length);
}
