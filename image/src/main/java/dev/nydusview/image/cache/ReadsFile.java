package dev.nydusview.image.cache;

import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.FileStretches;
import dev.nydusview.rafs.path.FileStretches.Stretch;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.rafs.path.Stretches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Content of a file of {@link RememberedReads}: a magic number, the repository and the number of files; then of each file
 * its age, its path, and the stretches that were read. Compressed with gzip, whose checksum shows damage.
 *
 * @param repository with its registry, such as {@code host/name}
 * @param entries those that were read last first
 */
record ReadsFile(String repository, List<Entry> entries) {
    /** Bytes of a compressed file at most: those of names that cannot be compressed. */
    static final int MAX_STORED = (4 << 20) + (1 << 16);

    private static final int MAGIC = 0x6e76_7231;
    private static final int MAX_FILES = 1 << 14;
    private static final int MAX_PLAIN = 4 << 20;
    private static final int MAX_HEAD = 4096;
    private static final int MAX_PATH = 4096;
    private static final int STRETCH_BYTES = 2 * Long.BYTES;

    ReadsFile {
        entries = List.copyOf(entries);
    }

    /**
     * A file that was read.
     *
     * @param age number of mounts since then, 0 to 127
     */
    record Entry(int age, FileStretches read) {}

    /** Returns the compressed bytes, of as many entries as there is room for. */
    byte[] encode() throws IOException {
        List<Entry> kept = new ArrayList<>();
        long left = MAX_PLAIN - MAX_HEAD;
        for (Entry entry : entries.subList(0, Math.min(entries.size(), MAX_FILES))) {
            int path = entry.read.path().bytes().length;
            left -= path + (long) STRETCH_BYTES * (1 + entry.read.stretches().size());
            if (left < 0) {
                break;
            }
            if (path <= MAX_PATH) {
                kept.add(entry);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(MAGIC);
            out.writeUTF(repository);
            out.writeInt(kept.size());
            for (Entry entry : kept) {
                write(entry, out);
            }
        }
        return bytes.toByteArray();
    }

    private static void write(Entry entry, DataOutputStream out) throws IOException {
        byte[] path = entry.read.path().bytes();
        out.writeByte(entry.age);
        out.writeShort(path.length);
        out.write(path);
        out.writeByte(entry.read.stretches().size());
        for (Stretch stretch : entry.read.stretches()) {
            out.writeLong(stretch.from());
            out.writeLong(stretch.to());
        }
    }

    /** Decodes compressed bytes, which may be anything; an {@link IOException} says that they are damaged. */
    static ReadsFile decode(byte[] stored) throws IOException {
        byte[] plain;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            plain = in.readNBytes(MAX_PLAIN + 1);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain));
        if (plain.length > MAX_PLAIN || in.readInt() != MAGIC) {
            throw new IOException("not a record of reads");
        }
        String repository = in.readUTF();
        int count = in.readInt();
        if (count < 0 || count > MAX_FILES) {
            throw new IOException(count + " files");
        }
        List<Entry> entries = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                entries.add(entry(in));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return new ReadsFile(repository, entries);
    }

    private static Entry entry(DataInputStream in) throws IOException {
        int age = in.readByte();
        byte[] path = in.readNBytes(in.readUnsignedShort());
        int count = in.readUnsignedByte();
        if (age < 0 || path.length > MAX_PATH || count > Stretches.MAX_COUNT) {
            throw new IOException("an entry is out of bounds");
        }
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stretches.add(new Stretch(in.readLong(), in.readLong()));
        }
        return new Entry(age, new FileStretches(path(path), stretches));
    }

    private static EntryPath path(byte[] bytes) throws IOException {
        EntryPath path = EntryPath.ROOT;
        for (RawName name : ImagePath.of(bytes).names()) {
            if (name.length() > NameRules.MAX_NAME || name.equals(RawName.DOT) || name.equals(RawName.DOT_DOT)) {
                throw new IOException("a path has a name that a file cannot have");
            }
            path = path.child(name);
        }
        return path;
    }
}
