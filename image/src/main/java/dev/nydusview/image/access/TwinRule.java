package dev.nydusview.image.access;

/**
 * The rule for one plain image.
 *
 * @param admitted whether a Nydus image may be read in its place
 * @param asDocker whether everything is refused that docker could take, or unpack, instead of what is read
 * @param refusal why a Nydus image is not admitted and what would admit it, as part of a sentence; empty if one is
 */
public record TwinRule(boolean admitted, boolean asDocker, String refusal) {
    /** Any may. */
    public static final TwinRule ADMIT = new TwinRule(true, false, "");

    /** None may, and nobody asks why. */
    public static final TwinRule REFUSE = new TwinRule(false, false, "");
}
