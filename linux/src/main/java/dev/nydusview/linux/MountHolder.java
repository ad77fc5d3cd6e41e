package dev.nydusview.linux;

/**
 * A process that keeps a mount from ending.
 *
 * @param program name that it has given itself
 * @param how words that follow the name
 */
public record MountHolder(long pid, String program, String how) {
    @Override
    public String toString() {
        return program + " (process " + pid + ") " + how;
    }
}
