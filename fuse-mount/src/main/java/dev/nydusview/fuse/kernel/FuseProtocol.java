package dev.nydusview.fuse.kernel;

/** Numbers of the kernel's protocol: {@code include/uapi/linux/fuse.h}. Offsets are in bytes. */
final class FuseProtocol {
    static final int MAJOR = 7;
    /** The version whose structures are used here; a kernel that knows a later one keeps to it. */
    static final int MINOR = 36;

    /** The node that the kernel knows from the start. */
    static final long ROOT_ID = 1;

    // Operations.
    static final int LOOKUP = 1;
    static final int FORGET = 2;
    static final int GETATTR = 3;
    static final int READLINK = 5;
    static final int OPEN = 14;
    static final int READ = 15;
    static final int STATFS = 17;
    static final int RELEASE = 18;
    static final int GETXATTR = 22;
    static final int LISTXATTR = 23;
    static final int INIT = 26;
    static final int OPENDIR = 27;
    static final int READDIR = 28;
    static final int RELEASEDIR = 29;
    static final int INTERRUPT = 36;
    static final int DESTROY = 38;
    static final int BATCH_FORGET = 42;
    static final int READDIRPLUS = 44;

    // Notices: a negative error number's place is taken by one of these.
    static final int NOTIFY_STORE = 4;

    // struct fuse_in_header
    static final int IN_OPCODE = 4;
    static final int IN_UNIQUE = 8;
    static final int IN_NODEID = 16;
    static final int IN_PID = 32;
    static final int IN_SIZE = 40;

    // struct fuse_init_in, behind the header
    static final int INIT_MINOR = IN_SIZE + 4;
    static final int INIT_MAX_READAHEAD = IN_SIZE + 8;
    static final int INIT_FLAGS = IN_SIZE + 12;

    // struct fuse_open_in
    static final int OPEN_FLAGS = IN_SIZE;

    // struct fuse_read_in, for directories as well
    static final int READ_FH = IN_SIZE;
    static final int READ_OFFSET = IN_SIZE + 8;
    static final int READ_SIZE = IN_SIZE + 16;
    static final int READ_OPEN_FLAGS = IN_SIZE + 32;

    // struct fuse_release_in
    static final int RELEASE_FH = IN_SIZE;

    // struct fuse_getxattr_in, for lists as well
    static final int XATTR_SIZE = IN_SIZE;
    static final int XATTR_NAME = IN_SIZE + 8;

    // struct fuse_interrupt_in
    static final int INTERRUPT_UNIQUE = IN_SIZE;

    // struct fuse_out_header
    static final int OUT_SIZE = 16;

    /** {@code sizeof(struct fuse_entry_out)}. */
    static final int ENTRY_SIZE = 128;
    /** {@code sizeof(struct fuse_dirent)} without the name. */
    static final int DIRENT_SIZE = 24;
    /** {@code sizeof(struct fuse_notify_store_out)}. */
    static final int STORE_SIZE = 24;

    // Flags of INIT.
    static final int ASYNC_READ = 1;
    static final int DO_READDIRPLUS = 1 << 13;
    static final int NO_OPEN_SUPPORT = 1 << 17;
    static final int PARALLEL_DIROPS = 1 << 18;
    static final int MAX_PAGES = 1 << 22;
    static final int CACHE_SYMLINKS = 1 << 23;
    static final int NO_OPENDIR_SUPPORT = 1 << 24;

    // Flags of the answer to OPEN and OPENDIR.
    static final int FOPEN_KEEP_CACHE = 1 << 1;
    static final int FOPEN_CACHE_DIR = 1 << 3;

    // Flags of open(2), of which x86 and arm differ in O_DIRECT.
    static final int O_ACCMODE = 3;
    static final int O_DIRECT_X86 = 040000;
    static final int O_DIRECT_ARM = 0200000;

    private FuseProtocol() {}
}
