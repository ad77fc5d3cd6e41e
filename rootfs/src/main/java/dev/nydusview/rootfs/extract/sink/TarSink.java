package dev.nydusview.rootfs.extract.sink;

import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.extract.FileContent;
import dev.nydusview.rootfs.extract.Omissions;
import dev.nydusview.rootfs.extract.Sink;
import dev.nydusview.rootfs.extract.TreeEntry;
import dev.nydusview.rootfs.tar.TarEntry;
import dev.nydusview.rootfs.tar.TarWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes a PAX archive whose members are called {@code ./PATH}. Sockets are left out, as archives do not have them. */
public final class TarSink implements Sink {
    private static final int PERMISSIONS = 07777;
    private static final RawName NO_TARGET = RawName.of(new byte[0]);

    private final TarWriter archive;
    private final Omissions omissions = new Omissions();
    private boolean ended;

    /** @param out stays open */
    public TarSink(OutputStream out) {
        this.archive = new TarWriter(out);
    }

    @Override
    public void enter(TreeEntry directory) throws IOException {
        write(directory, TarEntry.Type.DIRECTORY, NO_TARGET);
    }

    @Override
    public void leave(TreeEntry directory) {}

    @Override
    public void file(TreeEntry file, FileContent content) throws IOException {
        archive.begin(entry(file, TarEntry.Type.FILE, NO_TARGET, file.inode().size(), file.xattrs()));
        content.writeTo(new FileContent.Target() {
            @Override
            public void data(ByteBuffer bytes) throws IOException {
                archive.write(bytes);
            }

            @Override
            public void hole(long length) throws IOException {
                archive.writeZeros(length);
            }
        });
        archive.end();
    }

    @Override
    public void symlink(TreeEntry symlink, RawName target) throws IOException {
        write(symlink, TarEntry.Type.SYMLINK, target);
    }

    @Override
    public void link(TreeEntry link, EntryPath first) throws IOException {
        archive.begin(entry(link, TarEntry.Type.HARD_LINK, name(first, ""), 0, List.of()));
        archive.end();
    }

    @Override
    public boolean special(TreeEntry special) throws IOException {
        switch (special.inode().type()) {
            case FIFO -> write(special, TarEntry.Type.FIFO, NO_TARGET);
            case BLOCK_DEVICE -> write(special, TarEntry.Type.BLOCK_DEVICE, NO_TARGET);
            case CHARACTER_DEVICE -> write(special, TarEntry.Type.CHARACTER_DEVICE, NO_TARGET);
            default -> {
                omissions.add(Omission.SOCKET, special.path());
                return false;
            }
        }
        return true;
    }

    private void write(TreeEntry entry, TarEntry.Type type, RawName target) throws IOException {
        archive.begin(entry(entry, type, target, 0, entry.xattrs()));
        archive.end();
    }

    private static TarEntry entry(TreeEntry entry, TarEntry.Type type, RawName target, long size, List<Xattr> xattrs) {
        Inode inode = entry.inode();
        boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
        return new TarEntry(
                type,
                name(entry.path(), type == TarEntry.Type.DIRECTORY ? "/" : ""),
                target,
                inode.mode() & PERMISSIONS,
                inode.uid(),
                inode.gid(),
                inode.mtime(),
                inode.mtimeNanos(),
                size,
                device ? inode.rdevMajor() : 0,
                device ? inode.rdevMinor() : 0,
                xattrs);
    }

    private static RawName name(EntryPath path, String suffix) {
        byte[] bytes = path.bytes();
        byte[] name = new byte[2 + bytes.length + (path.isRoot() ? 0 : suffix.length())];
        name[0] = '.';
        name[1] = '/';
        System.arraycopy(bytes, 0, name, 2, bytes.length);
        if (name.length > 2 + bytes.length) {
            name[name.length - 1] = '/';
        }
        return RawName.of(name);
    }

    @Override
    public void finish() throws IOException {
        archive.finish();
        ended = true;
    }

    @Override
    public boolean writesHoles() {
        return true;
    }

    @Override
    public Omissions omissions() {
        return omissions;
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            ended = true;
            archive.cutShort();
        }
    }
}
