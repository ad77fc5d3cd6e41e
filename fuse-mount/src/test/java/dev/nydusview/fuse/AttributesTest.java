package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.testdata.DirectoryListing;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything about files but their bytes, as system calls tell it. */
@Tag("mount")
class AttributesTest {
    private static final Attributes OF_DEVICES =
            Attributes.FILE.permissions(0640).owner(7, 8);
    private static final String LONG_VALUE = "\u00ff\u0000v".repeat(1000);

    @TempDir
    Path directory;

    @BeforeEach
    void needsFuse() {
        TestMounts.assumeFuse();
    }

    private static BuiltTree built(String version) throws IOException {
        return BuiltTree.of(
                version.equals("v5") ? ImageBuilder.v5() : ImageBuilder.v6(),
                new SourceTree()
                        .file("/plain", BuiltTree.text("plain"), Attributes.FILE.owner(1 << 17, (1L << 32) - 2))
                        .file(
                                "/xattrs",
                                BuiltTree.text("x"),
                                Attributes.FILE
                                        .xattr("user.short", "v")
                                        .xattr("user.empty", "")
                                        .xattr("user.long", LONG_VALUE)
                                        .xattr("trusted.t", "t")
                                        .xattr("security.other", "\u0001\u0000\u0000\u0002")
                                        .mtime(1_234_567_890L, 987_654_321))
                        .directory(
                                "/d",
                                Attributes.DIRECTORY.xattr("user.d", "of d").mtime(-5, 0))
                        .file("/d/setuid", BuiltTree.text("s"), Attributes.FILE.permissions(07755))
                        .symlink("/d/link", "../plain", OF_DEVICES.permissions(0777))
                        .characterDevice("/null", 1, 3, OF_DEVICES)
                        .characterDevice("/large", 0xabc, 0xfedcb, OF_DEVICES)
                        .blockDevice("/disk", 8, 1, OF_DEVICES)
                        .fifo("/fifo", OF_DEVICES)
                        .socket("/socket", OF_DEVICES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void specialFilesAndDeviceNumbers(String version) throws Exception {
        try (ImageMount mount = TestMounts.start(built(version), directory)) {
            String shown = Programs.run(
                    "stat",
                    "-c",
                    "%n %F %a %t:%T %u:%g",
                    directory + "/null",
                    directory + "/large",
                    directory + "/disk",
                    directory + "/fifo",
                    directory + "/socket",
                    directory + "/d/setuid",
                    directory + "/d/link");
            assertThat(shown.replace(directory + "/", "").lines())
                    .containsExactly(
                            "null character special file 640 1:3 7:8",
                            "large character special file 640 abc:fedcb 7:8",
                            "disk block special file 640 8:1 7:8",
                            "fifo fifo 640 0:0 7:8",
                            "socket socket 640 0:0 7:8",
                            "d/setuid regular file 7755 0:0 0:0",
                            "d/link symbolic link 777 0:0 7:8");
            // nodev
            assertThatThrownBy(() -> Files.readAllBytes(directory.resolve("null")))
                    .isInstanceOf(IOException.class);
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void timesAndOwners(String version) throws Exception {
        try (ImageMount mount = TestMounts.start(built(version), directory)) {
            assertThat(Files.readAllBytes(directory.resolve("plain"))).hasSize(5);
            // v5 images keep the nanoseconds, too; reading changes no time
            assertThat(Programs.run("stat", "-c", "%X %Y %Z", directory + "/plain")
                            .strip())
                    .isEqualTo("1600000000 1600000000 1600000000");
            assertThat(Programs.run("stat", "-c", "%.9X %.9Y %.9Z", directory + "/xattrs")
                            .strip())
                    .isEqualTo("1234567890.987654321 1234567890.987654321 1234567890.987654321");
            assertThat(Programs.run("stat", "-c", "%Y %h", directory + "/d").strip())
                    .isEqualTo("-5 2");
            assertThat(Programs.run("stat", "-c", "%u:%g %h %s", directory + "/plain")
                            .strip())
                    .isEqualTo("131072:4294967294 1 5");
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void attributesAreListedAndReadInTwoCalls(String version) throws Exception {
        Map<String, String> expected = Map.of(
                "user.short", "v",
                "user.empty", "",
                "user.long", LONG_VALUE,
                "trusted.t", "t",
                "security.other", "\u0001\u0000\u0000\u0002");
        try (ImageMount mount = TestMounts.start(built(version), directory)) {
            Path file = directory.resolve("xattrs");
            int length = NativeCalls.xattrs(file, new byte[1], 0);
            byte[] names = new byte[length];
            assertThat(NativeCalls.xattrs(file, names, length)).isEqualTo(length);
            Set<String> listed = new HashSet<>(List.of(new String(names, StandardCharsets.ISO_8859_1).split("\0", -1)));
            assertThat(listed)
                    .contains("user.short", "user.empty", "user.long", "")
                    .doesNotContain("security.nydusview.owner");
            for (Map.Entry<String, String> attribute : expected.entrySet()) {
                byte[] value = attribute.getValue().getBytes(StandardCharsets.ISO_8859_1);
                byte[] read = new byte[1 << 16];
                assertThat(NativeCalls.xattr(file, attribute.getKey(), read, 0)).isEqualTo(value.length);
                assertThat(NativeCalls.xattr(file, attribute.getKey(), read, Math.max(value.length, 1)))
                        .isEqualTo(value.length);
                assertThat(Arrays.copyOf(read, value.length)).isEqualTo(value);
            }
            assertFails(NativeCalls.ERANGE, () -> NativeCalls.xattr(file, "user.long", new byte[9], 9));
            assertFails(NativeCalls.ERANGE, () -> NativeCalls.xattrs(file, new byte[9], 9));
            assertFails(NativeCalls.ENODATA, () -> NativeCalls.xattr(file, "user.none", new byte[9], 9));
            assertFails(NativeCalls.ENODATA, () -> NativeCalls.xattr(file, "user.none", new byte[1], 0));
            assertThat(NativeCalls.xattrs(directory.resolve("plain"), new byte[1], 0))
                    .isZero();
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void theOwnerIsAnAttributeOfEveryFile(String version) throws Exception {
        try (ImageMount mount = TestMounts.start(built(version), directory)) {
            assertThat(owner("plain")).isEqualTo("131072:4294967294");
            assertThat(owner("xattrs")).isEqualTo("0:0");
            assertThat(owner("d")).isEqualTo("0:0");
            assertThat(owner("d/link")).isEqualTo("7:8");
            assertThat(owner("null")).isEqualTo("7:8");
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    private String owner(String name) throws IOException {
        byte[] value = new byte[64];
        int length = NativeCalls.xattr(directory.resolve(name), "security.nydusview.owner", value, value.length);
        return new String(value, 0, length, StandardCharsets.US_ASCII);
    }

    private static void assertFails(int errno, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(NativeCalls.CallFailed.class, e -> assertThat(e.errno())
                .isEqualTo(errno));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v6"})
    void theWholeTreeIsAsItWasBuilt(String version) throws Exception {
        SourceTree tree = new SourceTree();
        for (int i = 0; i < 300; i++) {
            String parent = i < 10 ? "" : "/d" + i % 10;
            if (i < 10) {
                tree.directory("/d" + i);
            } else if (i % 7 == 0) {
                tree.symlink(parent + "/l" + i, "../d3/f" + i);
            } else {
                tree.file(parent + "/f" + i, BuiltTree.content(i, i * 113), Attributes.FILE.mtime(i, 0));
            }
        }
        ImageBuilder<?> builder = version.equals("v5") ? ImageBuilder.v5() : ImageBuilder.v6();
        try (ImageMount mount = TestMounts.start(BuiltTree.of(builder, tree), directory)) {
            builder.build(tree).listing().assertMatches(DirectoryListing.of(directory));
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void theFileSystemIsFullAndCountsItsInodes() throws Exception {
        try (ImageMount mount = TestMounts.start(built("v6"), directory)) {
            assertThat(Programs.run("stat", "-f", "-c", "%a %f %c %d %l %s", directory.toString())
                            .strip())
                    .isEqualTo("0 0 11 0 255 4096");
            FileStore store = Files.getFileStore(directory);
            assertThat(store.getTotalSpace()).isPositive();
            assertThat(store.isReadOnly()).isTrue();
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }

    @Test
    void missingNamesAreMissingAgain() throws Exception {
        try (ImageMount mount = TestMounts.start(built("v6"), directory)) {
            for (int i = 0; i < 3; i++) {
                assertThat(Files.exists(directory.resolve("none"), LinkOption.NOFOLLOW_LINKS))
                        .isFalse();
                assertThat(Files.exists(directory.resolve("d/none"))).isFalse();
                assertThat(Files.exists(directory.resolve("plain/none"))).isFalse();
                assertThat(Files.exists(directory.resolve("d/link"))).isTrue();
            }
            assertThat(mount.ledger().failures()).isEmpty();
        }
    }
}
