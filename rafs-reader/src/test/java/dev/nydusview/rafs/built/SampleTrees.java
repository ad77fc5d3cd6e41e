package dev.nydusview.rafs.built;

import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.Latin1;
import dev.nydusview.testdata.builder.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Source trees for built images. */
public final class SampleTrees {
    public static final int CHUNK = 4096;

    private SampleTrees() {}

    /** A file of every type, owners and times at their limits, names and targets of every length and any bytes. */
    public static SourceTree everyKind() {
        Attributes acl = Attributes.FILE
                .xattr("system.posix_acl_access", "\2\0\0\0\1\0\6\0\377\377\377\377")
                .xattr("system.posix_acl_default", "\2\0\0\0");
        return withoutAcls().directory("/acl", acl.permissions(0755));
    }

    /**
     * Returns the same tree without access control lists, whose bare names old versions of nydus-image take for damage.
     */
    static SourceTree withoutAcls() {
        Attributes ids = Attributes.FILE.owner(65_536, 4_294_967_294L);
        SourceTree tree = new SourceTree()
                .directory("/dir", Attributes.DIRECTORY.permissions(01777).mtime(-1, 999_999_999))
                .directory("/dir/empty")
                .file("/dir/nothing", new byte[0])
                .file("/dir/one", new byte[] {0})
                .file("/dir/owned", text(100), ids.permissions(06755))
                .hardLink("/dir/linked", "/dir/owned")
                .hardLink("/linked too", "/dir/owned")
                .file("/chunk", text(CHUNK))
                .file("/chunks", text(10 * CHUNK + 1))
                .file("/noise", noise(3 * CHUNK - 1))
                .file("/zeros", new byte[3 * CHUNK])
                .symlink("/dangling", "../no/such/file")
                .symlink("/longest", "l".repeat(4096))
                .symlink("/any bytes", Latin1.of((byte) 0xff, (byte) 0x80, (byte) '\n'))
                .characterDevice("/null", 1, 3, Attributes.FILE.permissions(0666))
                .characterDevice("/whiteout", 0, 0, Attributes.FILE)
                .blockDevice("/disk", 4095, 1_048_575, Attributes.FILE)
                .fifo("/pipe", Attributes.FILE)
                .socket("/socket", Attributes.FILE);
        return withNames(withXattrs(tree));
    }

    private static SourceTree withNames(SourceTree tree) {
        return tree.directory("/names")
                .file("/names/" + "n".repeat(255), text(1))
                .file("/names/" + Latin1.of((byte) 0xfe, (byte) 0xff, (byte) 0x80), text(2))
                .file("/names/" + Latin1.utf8("\u00e9t\u00e9 \u96ea"), text(3))
                .file("/names/a b\nc\t\\", text(4))
                .file("/names/-", text(5))
                .file("/names/...", text(6));
    }

    private static SourceTree withXattrs(SourceTree tree) {
        Attributes some = Attributes.FILE
                .xattr("user.empty", "")
                .xattr("user.binary", Latin1.of((byte) 0, (byte) 0xff, (byte) 0, (byte) '='))
                .xattr("security.capability", "\1\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0")
                .xattr("trusted.overlay.opaque", "y");
        return tree.file("/attributes", text(300), some)
                .symlink("/attributes of a link", "x", some)
                .directory("/attributes of a directory", some.permissions(0700))
                .file("/large attribute", text(20), Attributes.FILE.xattr("user.large", "v".repeat(60_000)));
    }

    /** Makes a directory with more files than fit into one v6 directory block, on {@code blocks} blocks at least. */
    public static SourceTree hugeDirectory(int blocks) {
        SourceTree tree = new SourceTree().directory("/huge");
        for (int i = 0; i < blocks * CHUNK / 200; i++) {
            tree.fifo("/huge/" + Integer.toHexString(i * 0x9e37_79b1) + "-".repeat(200), Attributes.FILE);
        }
        return tree;
    }

    /** Bytes that compress well and differ from chunk to chunk. */
    public static byte[] text(int length) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; text.length() < length; line++) {
            text.append("line ").append(line).append(" of ").append(length).append('\n');
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes that do not compress. */
    static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new SplittableRandom(length).nextBytes(noise);
        return noise;
    }
}
