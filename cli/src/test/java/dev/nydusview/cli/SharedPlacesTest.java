package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.CurrentUser;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.env.Terminal;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.ProcessLines;
import dev.nydusview.testdata.TestData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Places that other users can write to, and a terminal that images want to write to. */
@Timeout(120) // a mount that hangs must not hang the build
@Tag("mount")
class SharedPlacesTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");
    private static final String SOURCE = "bootstrap:" + IMAGE.bootstrap();
    private static final String LAYOUT = "oci:" + TestData.demoLayout() + ":nydus-v6";

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) throws IOException {
        this.directory = directory.toRealPath();
        cli = new Cli(this.directory).with("NYDUSVIEW_BLOB_DIR", IMAGE.blobs().toString());
    }

    private static void requireRoot() throws IOException {
        Assumptions.assumeTrue(CurrentUser.id() == 0, "only root gives files away");
    }

    private static void chmod(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private Cli.Result cat(Path cache) {
        return cli.run("cat", "--cache-dir", cache.toString(), LAYOUT, "/etc/debian_version");
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void aCacheThatOthersMayWriteIsLeftAloneAndReadingGoesOn() throws IOException {
        Path cache = Files.createDirectory(directory.resolve("cache"));
        chmod(cache, "rwxrwxrwx");

        Cli.Result result = cat(cache);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("12");
        assertThat(result.err())
                .isEqualTo("nydusview: the cache is not used: " + cache
                        + " may be written by others (mode 0777); choose another directory with --cache-dir\n");
        assertThat(cache).isEmptyDirectory();
        assertThat(cli.run("cache", "ls", "--cache-dir", cache.toString()).err())
                .isEqualTo("nydusview: this cache is not used: " + cache + " may be written by others (mode 0777)\n");
    }

    @Test
    void aCacheOfAnotherUserIsLeftAlone() throws IOException {
        requireRoot();
        Path cache = Files.createDirectory(directory.resolve("cache"));
        assertThat(cat(cache).err()).isEmpty();
        long kept = files(cache);
        assertThat(kept).isPositive();
        Files.setAttribute(cache, "unix:uid", 65534);

        Cli.Result result = cat(cache);

        assertThat(result.code()).isZero();
        assertThat(result.err())
                .startsWith(
                        "nydusview: the cache is not used: " + cache + " belongs to user 65534, not to you or root;");
        assertThat(files(cache)).isEqualTo(kept);
        assertThat(cli.run("cache", "clear", "--cache-dir", cache.toString()).code())
                .isEqualTo(1);
        assertThat(files(cache)).isEqualTo(kept);
    }

    @Test
    void aLinkIsNoCache() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        assertThat(cat(link).err()).startsWith("nydusview: the cache is not used: " + link + " is a symbolic link;");
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void aCacheThatCannotBeMadeIsNoFailure() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        Cli.Result result = cat(file.resolve("cache"));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err())
                .startsWith("nydusview: the cache is not used: ")
                .hasLineCount(1);
    }

    @Test
    void resultsThatOthersMayWriteAreNotBelieved() throws IOException {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path yara = Files.writeString(bin.resolve("yara"), "#!/bin/sh\nexit 0\n");
        chmod(yara, "rwxr-xr-x");
        Path rules = Files.writeString(directory.resolve("rules.yar"), "rule a { condition: true }\n");
        cli.with("PATH", bin + ":" + System.getenv("PATH"));
        String[] scan = {"scan", LAYOUT, "-s", "yara", "--arg", "yara=" + rules};
        assertThat(cli.run(scan).code()).isZero();
        assertThat(cli.run(scan).err()).contains("(cached)");
        Path results = directory.resolve(".cache/nydusview/results");
        try (Stream<Path> entries = Files.walk(results)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)))
                        .isEqualTo("rw-------");
            }
        }
        chmod(results, "rwxrwxrwx");
        assertThat(cli.run(scan).err()).doesNotContain("(cached)");
    }

    @Test
    void receiptsAndPidFilesReplaceLinks() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "mine");
        Path receipt = Files.createSymbolicLink(directory.resolve("receipt.json"), precious);
        Cli.Result scanned = cli.run("scan", LAYOUT, "--receipt", receipt.toString(), "--", "true", "{}");
        assertThat(scanned.code()).as(scanned.err()).isZero();
        assertThat(receipt).isRegularFile().content().startsWith("{");

        Path pid = Files.createSymbolicLink(directory.resolve("pid"), precious);
        Path mountPoint = Files.createDirectory(directory.resolve("mnt"));
        assertThat(cli.run("mount", "-d", SOURCE, mountPoint.toString(), "--pid-file", pid.toString())
                        .code())
                .isZero();
        assertThat(Files.isSymbolicLink(pid)).isFalse();
        assertThat(cli.umount(mountPoint).code()).isZero();
        assertThat(pid).doesNotExist();
        assertThat(precious).hasContent("mine");
    }

    @Test
    void aDetachedMountSaysWhyThereIsNoPidFile() throws IOException {
        Path mountPoint = Files.createDirectory(directory.resolve("unmounted"));
        Cli.Result refused = cli.run("mount", "-d", SOURCE, mountPoint.toString(), "--pid-file", "/dev/full");

        assertThat(refused.code()).isOne();
        assertThat(refused.err()).contains("/dev/full: No space left on device");
        assertThat(mountPoint).isEmptyDirectory();
    }

    @Test
    void aReceiptMayGoToADescriptor() throws IOException {
        Cli.Result scanned = cli.run("scan", LAYOUT, "--receipt", "/dev/null", "--", "true", "{}");

        assertThat(scanned.code()).as(scanned.err()).isZero();
        assertThat(Files.readAttributes(Path.of("/dev/null"), "isOther", LinkOption.NOFOLLOW_LINKS))
                .containsEntry("isOther", true);
    }

    @Test
    void whoKeepsAMountIsNamed() throws Exception {
        Path mountPoint = Files.createDirectory(directory.resolve("mnt"));
        assertThat(cli.run("mount", "-d", SOURCE, mountPoint.toString()).code()).isZero();
        Process user = new ProcessBuilder("sleep", "100")
                .directory(mountPoint.resolve("etc").toFile())
                .start();
        try {
            Cli.Result busy = cli.run("umount", mountPoint.toString());

            assertThat(busy.code()).isEqualTo(7);
            assertThat(busy.err())
                    .isEqualTo("nydusview: " + mountPoint + " is busy: sleep (process " + user.pid()
                            + ") has its working directory at " + mountPoint
                            + "/etc; end these processes, or unmount with --lazy\n");
        } finally {
            user.destroyForcibly().waitFor();
        }
        assertThat(cli.umount(mountPoint).code()).isZero();
    }

    @Test
    void aCopyInAnotherMountNamespaceIsNotWaitedForWithoutEnd() throws Exception {
        Path mountPoint = Files.createDirectory(directory.resolve("mnt"));
        assertThat(cli.run("mount", "-d", SOURCE, mountPoint.toString()).code()).isZero();
        Process user = new ProcessBuilder(
                        "unshare", "-m", "--propagation", "private", "sh", "-c", "echo; exec sleep 100")
                .redirectErrorStream(true)
                .start();
        try {
            Optional<String> line = ProcessLines.of(user.getInputStream()).nextOrEnd();
            Assumptions.assumeTrue(line.equals(Optional.of("")), "no mount namespaces of one's own");

            Cli.Result kept = cli.run("umount", mountPoint.toString());

            assertThat(kept.code()).isEqualTo(7);
            assertThat(kept.err())
                    .startsWith("nydusview: " + mountPoint + " is detached, but process ")
                    .contains(" (process " + user.pid() + ") is in a mount namespace that has a copy of the mount at "
                            + mountPoint);
        } finally {
            user.destroyForcibly().waitFor();
            assertThat(cli.run("umount", "--lazy", mountPoint.toString()).code())
                    .isIn(0, 3);
        }
    }

    private String shown(Terminal terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Environment environment = new Environment(
                Map.of("HOME", directory.toString(), "PATH", System.getenv("PATH")),
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                terminal);
        Nydusview.run(environment, arguments);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** Programs get unchanged bytes; on a terminal they are escaped. */
    @Test
    void bytesOfImagesAreRawForProgramsOnly() {
        Terminal screen = new Terminal(false, true, true);
        String[] cat = {"cat", "--blob-dir", IMAGE.blobs().toString(), SOURCE, "/data/r4096"};
        String[] scan = {"scan", LAYOUT, "-q", "--", "printf", "\\033[2Jred\\302\\233 {}\\n"};

        assertThat(shown(screen, scan)).startsWith("\\x1b[2Jred\\xc2\\x9b ").endsWith("\n");
        assertThat(shown(Terminal.NONE, scan)).startsWith("\u001b[2Jred\u00c2\u009b ");
        assertThat(shown(screen, cat)).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
        assertThat(shown(screen, "extract", LAYOUT, "-")).isEmpty();
        assertThat(shown(Terminal.NONE, "extract", LAYOUT, "-")).isNotEmpty();
    }

    @Test
    void whatIsSaidIsOneSafeLine() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                Map.of(), System.in, err, new PrintStream(err, true, StandardCharsets.UTF_8), Terminal.NONE);

        environment.say("a\u001b[2J\u009b1m\u202eb\nnydusview: INCOMPLETE");
        environment.err().println("c\u001b\td");
        new Throwable("e\u009d").printStackTrace(environment.err());

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(
                        """
                        nydusview: a\\x1b[2J\\xc2\\x9b1m\\xe2\\x80\\xaeb nydusview: INCOMPLETE
                        c\\x1b\td
                        java.lang.Throwable: e\\xc2\\x9d
                        """);
    }
}
