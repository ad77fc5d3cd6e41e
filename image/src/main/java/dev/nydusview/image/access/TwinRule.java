package dev.nydusview.image.access;

/**
 * The rule for one plain image.
 *
 * @param admitted whether a Nydus image may be read in its place
 * @param asDocker whether to refuse everything that docker could run or unpack instead of the image that is read
 * @param refusal clause with the reason why a Nydus image is not admitted and what would admit it; empty if one is
 */
public record TwinRule(boolean admitted, boolean asDocker, String refusal) {
    /** Any may. */
    public static final TwinRule ADMIT = new TwinRule(true, false, "");

    /** A rule that refuses every twin, without a reason for messages. */
    public static final TwinRule REFUSE = new TwinRule(false, false, "");
}
