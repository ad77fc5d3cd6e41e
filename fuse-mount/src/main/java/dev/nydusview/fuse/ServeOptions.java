package dev.nydusview.fuse;

/**
 * Options of a file system.
 *
 * @param verifyOnOpen files of up to so many bytes are fetched and verified as a whole when they are opened, so that
 *     damage is an error there and then; negative for none
 * @param containLinks show targets of symbolic links that lead out of the image as a container would follow them:
 *     absolute ones from the image's root, and no further up than that
 */
public record ServeOptions(long verifyOnOpen, boolean containLinks) {
    /** Files are fetched as they are read, links are as the image has them. */
    public static final ServeOptions DEFAULT = new ServeOptions(-1, false);
}
