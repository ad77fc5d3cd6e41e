package dev.nydusview.check;

import dev.nydusview.check.finding.Finding;
import dev.nydusview.check.finding.Findings;
import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;

/** A golden bootstrap in memory, to be changed at places that the reader finds in the sound one. */
final class DamagedImage {
    private final GoldenImage golden;
    private final ByteBuffer bytes;
    private final RafsImage sound;

    DamagedImage(String kind) throws IOException {
        golden = GoldenImage.of(kind);
        bytes = ByteBuffer.wrap(Files.readAllBytes(golden.bootstrap())).order(ByteOrder.LITTLE_ENDIAN);
        sound = GoldenReader.open(golden);
    }

    GoldenImage golden() {
        return golden;
    }

    RafsImage sound() {
        return sound;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    Inode inode(String path) throws IOException {
        InodeTree tree = sound.tree();
        Inode at = tree.inode(tree.root());
        for (String name : path.substring(1).split("/", -1)) {
            if (!name.isEmpty()) {
                at = tree.inode(tree.lookup(at, RawName.of(name)).orElseThrow());
            }
        }
        return at;
    }

    int offset(String path) throws IOException {
        return (int) inode(path).offset();
    }

    int u16(int offset) {
        return bytes.getShort(offset) & 0xffff;
    }

    int i32(int offset) {
        return bytes.getInt(offset);
    }

    long i64(int offset) {
        return bytes.getLong(offset);
    }

    void put8(int offset, int value) {
        bytes.put(offset, (byte) value);
    }

    void put16(int offset, int value) {
        bytes.putShort(offset, (short) value);
    }

    void put32(int offset, int value) {
        bytes.putInt(offset, value);
    }

    void put64(int offset, long value) {
        bytes.putLong(offset, value);
    }

    void flip(int offset) {
        put8(offset, bytes.get(offset) ^ 0x10);
    }

    /** Swaps the {@code length} bytes at two places. */
    void swap(int one, int other, int length) {
        byte[] first = new byte[length];
        byte[] second = new byte[length];
        bytes.get(one, first);
        bytes.get(other, second);
        bytes.put(one, second);
        bytes.put(other, first);
    }

    List<Finding> structure() throws IOException {
        Findings findings = new Findings();
        StructureCheck.run(bytes, findings);
        return findings.listed();
    }

    /** Codes of {@code findings}, without repetition, in alphabetical order. */
    static String codes(List<Finding> findings) {
        TreeSet<String> codes = new TreeSet<>();
        findings.forEach(finding -> codes.add(finding.code()));
        return String.join(" ", codes);
    }

    /** Plants one fault. */
    @FunctionalInterface
    interface Plant {
        void into(DamagedImage image) throws IOException;
    }
}
