package dev.nydusview.fuse;

/**
 * Options of a file system.
 *
 * @param verifyOnOpen files of up to so many bytes are fetched and verified as a whole when they are opened, so that
 *     damage is an error there and then; negative for none
 * @param containLinks show targets of symbolic links that lead out of the image as a container would follow them:
 *     absolute ones from the image's root, and no further up than that
 * @param everyOpen tell the listener of every open. Otherwise an engine may leave opens to the kernel, and the listener
 *     hears of those files that the kernel has to ask for
 */
public record ServeOptions(long verifyOnOpen, boolean containLinks, boolean everyOpen) {
    /** Files are fetched as they are read, links are as the image has them, the kernel opens files by itself. */
    public static final ServeOptions DEFAULT = new ServeOptions(-1, false);

    public ServeOptions(long verifyOnOpen, boolean containLinks) {
        this(verifyOnOpen, containLinks, false);
    }

    /** Returns these options with every open told. */
    public ServeOptions withEveryOpen() {
        return new ServeOptions(verifyOnOpen, containLinks, true);
    }

    /** Tests whether the kernel must ask for each open. */
    public boolean negotiatesOpens() {
        return everyOpen || verifyOnOpen >= 0;
    }
}
