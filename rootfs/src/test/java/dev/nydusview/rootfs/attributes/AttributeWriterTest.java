package dev.nydusview.rootfs.attributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.linux.DirectoryHandle;
import dev.nydusview.linux.FileHandle;
import dev.nydusview.linux.Posix;
import dev.nydusview.linux.PosixException;
import dev.nydusview.rafs.model.RawName;
import dev.nydusview.rafs.model.Xattr;
import dev.nydusview.rootfs.attributes.AttributeWriter.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests attributes of real files; every system refuses extended attributes outside of any namespace. */
class AttributeWriterTest {
    private static final Posix POSIX = new Posix();
    private static final RawName FILE = RawName.of("file");
    private static final List<Xattr> REFUSED =
            List.of(new Xattr(RawName.of("one"), new byte[1]), new Xattr(RawName.of("two"), new byte[1]));

    @TempDir
    Path directory;

    private DirectoryHandle top;
    private FileHandle file;

    @BeforeEach
    void make() throws IOException {
        top = DirectoryHandle.open(POSIX, directory);
        file = top.makeFile(FILE.bytes());
    }

    @AfterEach
    void close() {
        file.close();
        top.close();
    }

    private Object attribute(String name) throws IOException {
        return Files.getAttribute(directory.resolve("file"), "unix:" + name);
    }

    @Test
    void attributesAreSetThroughAHandleAndByName() throws IOException {
        Assumptions.assumeTrue(POSIX.isRoot(), "not root");
        FileAttributes attributes =
                FileAttributes.of(List.of()).withOwner(7, 0xffff_fffeL).withMode(06755);
        for (AttributeTarget target : List.of(AttributeTarget.of(file), AttributeTarget.of(top, FILE))) {
            file.owner(0, 0);
            file.permissions(0600);
            assertThat(new AttributeWriter(true).apply(attributes, target)).isEqualTo(new Refused(false, 0));
            assertThat(attribute("mode")).isEqualTo(0106755);
            assertThat(attribute("uid")).isEqualTo(7);
            assertThat(attribute("gid")).isEqualTo(-2);
        }
    }

    @Test
    void attributesThatAreNotGivenStayAsTheyAre() throws IOException {
        file.permissions(0640);
        new AttributeWriter(true).apply(FileAttributes.of(List.of()), AttributeTarget.of(file));
        assertThat(attribute("mode")).isEqualTo(0100640);
        assertThat(attribute("uid")).isEqualTo((int) POSIX.user());
    }

    @Test
    void refusalsAreCountedAndTheRestIsSet() throws IOException {
        for (AttributeTarget target : List.of(AttributeTarget.of(file), AttributeTarget.of(top, FILE))) {
            file.permissions(0600);
            Refused refused =
                    new AttributeWriter(false).apply(FileAttributes.of(REFUSED).withMode(0444), target);
            assertThat(refused).isEqualTo(new Refused(false, 2));
            assertThat(attribute("mode")).isEqualTo(0100444);
        }
    }

    @Test
    void refusalIsAFailureWhereEverythingIsWanted() {
        assertThatThrownBy(() -> new AttributeWriter(true).apply(FileAttributes.of(REFUSED), AttributeTarget.of(file)))
                .isInstanceOf(PosixException.class)
                .hasMessageStartingWith("an extended attribute cannot be set: ");
    }

    @Test
    void otherFailuresAreNotRefusals() {
        assertThatThrownBy(() -> new AttributeWriter(false).attempt(() -> top.removeFile(new byte[] {'x'})))
                .isInstanceOfSatisfying(
                        PosixException.class, e -> assertThat(e.absent()).isTrue());
    }

    /** A change of owner takes set-ID bits and capabilities away. */
    @Test
    void ownerComesFirstAndModeLast() throws IOException {
        List<String> calls = new ArrayList<>();
        AttributeTarget target = new AttributeTarget() {
            @Override
            public void owner(long uid, long gid) {
                calls.add("owner " + uid + " " + gid);
            }

            @Override
            public void xattr(byte[] name, byte[] value) {
                calls.add("xattr " + new String(name, StandardCharsets.US_ASCII));
            }

            @Override
            public void permissions(int mode) {
                calls.add("mode " + mode);
            }
        };
        new AttributeWriter(true).apply(FileAttributes.of(REFUSED).withMode(5).withOwner(3, 4), target);
        assertThat(calls).containsExactly("owner 3 4", "xattr one", "xattr two", "mode 5");
    }
}
