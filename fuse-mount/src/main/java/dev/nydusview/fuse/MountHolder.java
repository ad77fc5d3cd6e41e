package dev.nydusview.fuse;

/**
 * A process that keeps a mount from ending.
 *
 * @param program its name, as it says itself
 * @param how in words that follow "it"
 */
public record MountHolder(long pid, String program, String how) {
    @Override
    public String toString() {
        return program + " (process " + pid + ") " + how;
    }
}
