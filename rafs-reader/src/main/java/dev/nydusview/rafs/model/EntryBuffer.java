package dev.nydusview.rafs.model;

/**
 * One directory entry and its inode, in memory that is used again for the next: for those who ask for so many that an
 * object for each would cost more than the answer. Not safe for concurrent use.
 */
public final class EntryBuffer {
    private static final byte[] NO_NAME = {};

    private final byte[] name;
    private int nameLength;
    private long number;
    private FileType type = FileType.REGULAR;
    private long next;
    private boolean decoded;

    private int mode;
    private long uid;
    private long gid;
    private long nlink;
    private long size;
    private long blocks;
    private long mtime;
    private int mtimeNanos;
    private int rdev;

    public EntryBuffer() {
        this(new byte[NameRules.MAX_NAME]);
    }

    private EntryBuffer(byte[] name) {
        this.name = name;
    }

    /** Returns memory for attributes alone, without room for a name. */
    public static EntryBuffer ofAttributes() {
        return new EntryBuffer(NO_NAME);
    }

    /** Returns the array that begins with the name; its length is {@link #nameLength}. */
    public byte[] name() {
        return name;
    }

    public int nameLength() {
        return nameLength;
    }

    /** Returns a copy of the name. */
    public RawName rawName() {
        byte[] copy = new byte[nameLength];
        System.arraycopy(name, 0, copy, 0, nameLength);
        return RawName.of(copy);
    }

    public long number() {
        return number;
    }

    /** Returns the type that the entry states. */
    public FileType type() {
        return type;
    }

    /** Returns the position at which a listing goes on after this entry. */
    public long next() {
        return next;
    }

    /** Tests whether the attributes are there: not if the inode is corrupt, or does not belong where the entry is. */
    public boolean isDecoded() {
        return decoded;
    }

    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    public int mode() {
        return mode;
    }

    public long uid() {
        return uid;
    }

    public long gid() {
        return gid;
    }

    public long nlink() {
        return nlink;
    }

    public long size() {
        return size;
    }

    public long blocks() {
        return blocks;
    }

    public long mtime() {
        return mtime;
    }

    public int mtimeNanos() {
        return mtimeNanos;
    }

    public int rdev() {
        return rdev;
    }

    /** Begins an entry whose name of {@code length} bytes is in {@link #name} already, and that is not decoded yet. */
    public void entry(int length, long inode, FileType claimed, long following) {
        nameLength = length;
        number = inode;
        type = claimed;
        next = following;
        decoded = false;
    }

    /** Begins an entry of which nothing is known but the name, of {@code length} bytes in {@link #name} already. */
    public void named(int length) {
        nameLength = length;
        decoded = false;
    }

    /** Begins an entry as an object has it. */
    public void entry(DirEntry entry) {
        byte[] bytes = entry.name().bytes();
        System.arraycopy(bytes, 0, name, 0, bytes.length);
        entry(bytes.length, entry.inode(), entry.type(), entry.next());
    }

    /** Sets the attributes; their meaning is that of the components of {@link Inode}. */
    public void attributes(
            long inode,
            FileType actual,
            int modeBits,
            long owner,
            long group,
            long links,
            long bytes,
            long sectors,
            long seconds,
            int nanos,
            int device) {
        number = inode;
        type = actual;
        mode = modeBits;
        uid = owner;
        gid = group;
        nlink = links;
        size = bytes;
        blocks = sectors;
        mtime = seconds;
        mtimeNanos = nanos;
        rdev = device;
        decoded = true;
    }

    /** Sets the attributes as an object has them. */
    public void attributes(Inode inode) {
        attributes(
                inode.number(),
                inode.type(),
                inode.mode(),
                inode.uid(),
                inode.gid(),
                inode.nlink(),
                inode.size(),
                inode.blocks(),
                inode.mtime(),
                inode.mtimeNanos(),
                inode.rdev());
    }

    /** Takes the attributes back. */
    public void unknown(FileType claimed) {
        type = claimed;
        decoded = false;
    }

    /** Returns the inode as an object. */
    public Inode inode(long offset) {
        return new Inode(number, offset, type, mode, uid, gid, nlink, size, blocks, mtime, mtimeNanos, rdev);
    }
}
