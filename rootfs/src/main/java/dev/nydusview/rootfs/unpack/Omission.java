package dev.nydusview.rootfs.unpack;

/** What of an image cannot always be on disk as the image has it. */
public enum Omission {
    /** Owned by the user who unpacked it instead. */
    OWNER,
    /** Without the set-user-ID or set-group-ID bit. */
    SET_ID,
    /** Without an extended attribute that the system or the file system does not take, such as file capabilities. */
    XATTR,
    /** With other permissions: readable for its owner though it is not in the image, so that scanners can look into it. */
    MODE,
    /** A device or a pipe, which is in the record only: opened, it would be one of this machine. */
    SPECIAL,
    /** A file that this user may not read, or a directory. */
    UNREADABLE
}
