package dev.nydusview.chunkstore;

/**
 * Memory that the images of a process take together.
 *
 * @param chunks verified chunks that are kept
 * @param contexts decompressed batches and data of zran contexts that are kept
 * @param inFlight stored bytes being read
 */
record StoreUsage(Bytes chunks, Bytes contexts, Bytes inFlight) {
    /**
     * An amount of bytes.
     *
     * @param now held at present
     * @param peak held at most since the process started
     * @param most that are ever held
     */
    public record Bytes(long now, long peak, long most) {}
}
