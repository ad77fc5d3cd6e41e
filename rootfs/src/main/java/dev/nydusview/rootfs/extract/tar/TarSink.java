package dev.nydusview.rootfs.extract.tar;

import dev.nydusview.rafs.FileType;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.RawName;
import dev.nydusview.rafs.Xattr;
import dev.nydusview.rootfs.extract.Content;
import dev.nydusview.rootfs.extract.Entry;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Omissions.Kind;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.TreePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes a PAX archive whose members are called {@code ./PATH}. Sockets are left out, as no archive has them. */
public final class TarSink implements Sink {
    /** Archives are as long as a multiple of this, with at least two blocks of zeros at the end. */
    private static final int RECORD = 20 * TarHeader.BLOCK;

    private static final int PERMISSIONS = 07777;

    private final OutputStream out;
    private final Omissions omissions = new Omissions();
    private final byte[] buffer = new byte[1 << 16];
    private long written;
    private boolean inMember;
    private boolean finished;

    /** An archive on {@code out}, which stays open. */
    public TarSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void enter(Entry directory) throws IOException {
        write(header('5', directory, "/"));
    }

    @Override
    public void leave(Entry directory) {}

    @Override
    public void file(Entry file, Content content) throws IOException {
        long size = file.inode().size();
        write(header('0', file, "").size(size));
        inMember = true;
        content.writeTo(new Member());
        zeros(TarHeader.padding(size));
        inMember = false;
    }

    @Override
    public void symlink(Entry symlink, RawName target) throws IOException {
        write(header('2', symlink, "").linkName(target.bytes()));
    }

    @Override
    public void link(Entry link, TreePath first) throws IOException {
        write(attributes(new TarHeader('1', name(link.path(), "")), link.inode())
                .linkName(name(first, "")));
    }

    @Override
    public boolean special(Entry special) throws IOException {
        FileType type = special.inode().type();
        if (type == FileType.SOCKET) {
            omissions.add(Kind.SOCKET, special.path());
            return false;
        }
        char letter = type == FileType.FIFO ? '6' : type == FileType.BLOCK_DEVICE ? '4' : '3';
        Inode inode = special.inode();
        write(header(letter, special, "").device(inode.rdevMajor(), inode.rdevMinor()));
        return true;
    }

    private static TarHeader header(char type, Entry entry, String suffix) {
        TarHeader header = attributes(new TarHeader(type, name(entry.path(), suffix)), entry.inode());
        for (Xattr xattr : entry.xattrs()) {
            header.xattr(xattr.name().bytes(), xattr.value());
        }
        return header;
    }

    private static TarHeader attributes(TarHeader header, Inode inode) {
        return header.mode(inode.mode() & PERMISSIONS)
                .owner(inode.uid(), inode.gid())
                .mtime(inode.mtime(), inode.mtimeNanos());
    }

    private static byte[] name(TreePath path, String suffix) {
        byte[] bytes = path.bytes();
        byte[] name = new byte[2 + bytes.length + (path.isRoot() ? 0 : suffix.length())];
        name[0] = '.';
        name[1] = '/';
        System.arraycopy(bytes, 0, name, 2, bytes.length);
        if (name.length > 2 + bytes.length) {
            name[name.length - 1] = '/';
        }
        return name;
    }

    private void write(TarHeader header) throws IOException {
        byte[] blocks = header.toBytes();
        write(blocks, blocks.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        written += length;
    }

    private void zeros(long count) throws IOException {
        byte[] zeros = new byte[(int) Math.min(count, buffer.length)];
        for (long rest = count; rest > 0; rest -= zeros.length) {
            write(zeros, (int) Math.min(rest, zeros.length));
        }
    }

    @Override
    public void finish() throws IOException {
        zeros(2 * TarHeader.BLOCK);
        zeros((RECORD - written % RECORD) % RECORD);
        out.flush();
        finished = true;
    }

    @Override
    public boolean writesHoles() {
        return true;
    }

    @Override
    public Omissions omissions() {
        return omissions;
    }

    /** Ends an archive that is not complete in the middle of a member or a header, as many take any other end as one. */
    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        if (!inMember) {
            zeros(TarHeader.BLOCK / 2);
        }
        out.flush();
    }

    private final class Member implements Content.Target {
        @Override
        public void data(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), buffer.length);
                bytes.get(buffer, 0, count);
                write(buffer, count);
            }
        }

        @Override
        public void hole(long length) throws IOException {
            zeros(length);
        }
    }
}
