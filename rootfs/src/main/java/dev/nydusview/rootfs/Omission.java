package dev.nydusview.rootfs;

/** Differences between a file on disk, or in an archive, and the same file in the image. */
public enum Omission {
    /** The file is owned by the user who wrote it. */
    OWNER,
    /** The file lacks the set-user-ID or set-group-ID bit, which has another meaning with another owner. */
    SET_ID,
    /** The file lacks an extended attribute that the system or the file system refuses, such as file capabilities. */
    XATTR,
    /**
     * The file has other permissions: its owner may read it though the image says otherwise, so that scanners can read
     * it.
     */
    MODE,
    /** A device or a pipe that is not made: the system refuses it, or it would be one of this machine when opened. */
    SPECIAL,
    /** A socket that is not made. */
    SOCKET,
    /** A file that this user may not read, or a directory. */
    UNREADABLE
}
