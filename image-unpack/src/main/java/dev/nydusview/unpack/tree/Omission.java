package dev.nydusview.unpack.tree;

/** What of an image cannot always be on disk as the image has it. */
public enum Omission {
    /** Not made: the system does not let this user. */
    DEVICE,
    /** Owned by the user who unpacked it instead. */
    OWNER,
    /** Without an extended attribute that the system or the file system does not take. */
    XATTR,
    /** Readable for its owner though it is not in the image, as a scanner without privileges could not look into it. */
    MODE
}
