package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.SafeText;
import dev.nydusview.jobs.output.Json;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code find}, {@code du}, {@code tree} and {@code diff}. */
class QueryCommandsTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");
    private static final String SOURCE = "bootstrap:" + IMAGE.bootstrap();

    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        this.directory = directory;
        cli = new Cli(directory).with("NYDUSVIEW_BLOB_DIR", IMAGE.blobs().toString());
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<GoldenImage> images() {
        return GoldenImage.all();
    }

    /** Every search finds what find(1) finds in the extracted tree. */
    @Test
    void findFindsWhatTheSystemsFinds() throws IOException, InterruptedException {
        Path tree = directory.resolve("tree");
        assertThat(cli.run("extract", "--no-same-owner", "-q", SOURCE, tree.toString())
                        .code())
                .isZero();
        // Directories have other sizes and link counts there.
        for (String expression : List.of(
                "-name *o*",
                "-iname *PASS*",
                "-path */etc/[a-o]*",
                "-name [!a-z]*",
                "-name ????",
                "-lname *target*",
                "-type d",
                "-type l,p",
                "-type f -size +60k",
                "-type f -size -3",
                "-type f -size 1c",
                "-type f -size 20k -o -type f -size 3b",
                "-type f -size +0M ! -size +1M",
                "-perm 0755",
                "-perm -0111 ! -type d",
                "-perm /0002 ! -type l",
                "-perm -u+x,g+r -type f",
                "-type f -links +1",
                "-type f -links 6 -o -name rel",
                "-newermt 2020-09-13T12:26:50Z ! -type d",
                "-empty",
                "-maxdepth 1",
                "-mindepth 2 -maxdepth 3 -type d",
                "( -name h* -o -name t* ) -a -type f",
                "! ( -type f -o -type l -o -type d )",
                "-not -not -name hard0")) {
            List<String> words = List.of(expression.split(" ", -1));
            Set<String> expected = systemFind(tree, words);
            expected.remove("/");
            List<String> arguments = new ArrayList<>(List.of("find", SOURCE));
            arguments.addAll(words);

            Cli.Result result = cli.run(arguments.toArray(String[]::new));

            Set<String> found = result.out().lines().collect(Collectors.toCollection(TreeSet::new));
            found.remove("/");
            assertThat(result.code()).as(expression).isZero();
            assertThat(found).as(expression).isEqualTo(expected);
        }
    }

    private static Set<String> systemFind(Path tree, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("find", tree.toString()));
        // Parentheses around the whole, as -o binds less than the -printf that follows.
        List<String> depths = new ArrayList<>();
        List<String> rest = new ArrayList<>(words);
        for (int i = 0; i + 1 < rest.size(); ) {
            if (rest.get(i).endsWith("depth")) {
                depths.add(rest.remove(i));
                depths.add(rest.remove(i));
            } else {
                i++;
            }
        }
        command.addAll(depths);
        if (!rest.isEmpty()) {
            command.add("(");
            command.addAll(rest);
            command.add(")");
        }
        command.addAll(List.of("-printf", "/%P\\0"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] printed = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        Set<String> paths = new TreeSet<>();
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (byte b : printed) {
            if (b == 0) {
                paths.add(SafeText.escape(path.toByteArray()));
                path.reset();
            } else {
                path.write(b);
            }
        }
        return paths;
    }

    @Test
    void findLooksAtWhatOnlyImagesHave() {
        JsonNode file =
                json(cli.run("stat", "--format", "json", SOURCE, "/dup/a").out());
        String digest = file.get("chunks").get(0).get("digest").asString();

        assertThat(cli.run("find", SOURCE, "-chunk", digest.substring(0, 16)).out())
                .contains("/dup/a\n", "/dup/b\n", "/dup/c\n")
                .doesNotContain("/etc");
        assertThat(cli.run("find", SOURCE, "-xattr", "security.capability").out())
                .isEqualTo("/xattr/cap\n");
        assertThat(cli.run("find", SOURCE, "-uid", "65536").out()).isEqualTo("/perms/uid65536\n");
        assertThat(cli.run("find", SOURCE, "-inum", file.get("inode").asString())
                        .out())
                .isEqualTo("/dup/a\n");
        assertThat(cli.run("find", SOURCE, "/names", "-name", "back\\\\slash").out())
                .isEqualTo("/names/back\\\\slash\n");
        assertThat(cli.run("find", SOURCE, "/names", "-name", "latin1-\\xe9*").out())
                .isEqualTo("/names/latin1-\\xe9\\xff\\x80\n");
        assertThat(cli.run("find", SOURCE, "/etc", "-name", "shadow", "-ls").out())
                .matches(" +\\d+ -rw-r----- +1 +0 +42 +\\d+ \\S+ /etc/shadow\n");
        assertThat(cli.run("find", SOURCE, "/etc", "--format", "json", "-name", "shadow")
                        .out())
                .contains("\"path\":\"/etc/shadow\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    -foo                | '-foo' is not a condition
                    -name               | something is missing after -name
                    ( -name a           | '(' has no ')' after it
                    -name a )           | ')' has no '(' before it
                    -name a -o          | something is missing after -o
                    -size 3x            | -size: '3x' is not N, +N or -N, then one of b c w k M G
                    -type x             | -type: 'x' is not one of f d l b c p s
                    -perm 9             | -perm: '9' is not a mode
                    -newermt yesterday  | -newermt: 'yesterday' is not a time
                    -chunk 12           | -chunk: '12' is not 8 to 64 hexadecimal digits
                    -maxdepth -1        | -maxdepth: '-1' is not a number
                    """)
    void wrongExpressionsAreExplained(String expression, String message) {
        List<String> arguments = new ArrayList<>(List.of("find", SOURCE));
        arguments.addAll(List.of(expression.split(" ", -1)));

        Cli.Result result = cli.run(arguments.toArray(String[]::new));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("nydusview: find: ").contains(message);
    }

    @ParameterizedTest
    @MethodSource("images")
    void usageAddsUp(GoldenImage image) {
        String source = "bootstrap:" + image.bootstrap();
        cli.with("NYDUSVIEW_BLOB_DIR", image.blobs().toString());
        List<JsonNode> files = cli.run("ls", "-R", "--format", "ndjson", source)
                .out()
                .lines()
                .map(QueryCommandsTest::json)
                .toList();
        long expected = files.stream()
                .filter(file -> file.get("type").asString().equals("regular"))
                .collect(Collectors.toMap(
                        file -> file.get("inode").asLong(),
                        file -> file.get("size").asLong(),
                        (a, b) -> a))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();

        JsonNode usage =
                json(cli.run("du", "-d", "0", "--format", "json", source).out());
        JsonNode blobs = json(cli.run("blobs", "--format", "json", source).out());

        JsonNode all = usage.get("directories").get(0);
        long stored = blobs.get("blobs")
                .valueStream()
                .mapToLong(blob -> blob.get("dataSize").asLong())
                .sum();
        assertThat(all.get("bytes").asLong()).isEqualTo(expected);
        // Parts of a gzip stream overlap.
        long slack = image.toString().contains("zran") ? stored / 4 : 0;
        assertThat(all.get("stored").asLong()).isPositive().isLessThanOrEqualTo(stored + slack);
    }

    @Test
    void usageIsSorted() {
        assertThat(cli.run("du", "-b", "--sort", "size", SOURCE, "/")
                        .out()
                        .lines()
                        .skip(1))
                .isSortedAccordingTo(java.util.Comparator.comparingLong(
                        line -> Long.parseLong(line.strip().split(" +", -1)[0])))
                .hasSize(18);
    }

    @Test
    void treeIsDrawn() {
        assertThat(cli.run("tree", "--size", SOURCE, "/etc").out())
                .startsWith("/etc\n├── [")
                .contains("\n└── [")
                .endsWith("\n\n0 directories, 6 files\n");
        assertThat(cli.run("tree", "--ascii", "-L", "1", "-d", SOURCE).out())
                .startsWith("/\n|-- big\n")
                .contains("\n`-- xattr\n")
                .endsWith("\n17 directories, 0 files\n");
        long entries = cli.run("ls", "-R", SOURCE).out().lines().count();
        assertThat(cli.run("tree", "--format", "ndjson", SOURCE).out().lines()).hasSize((int) entries);
    }

    private String built(String name, SourceTree tree) throws IOException {
        Path file = directory.resolve(name + ".boot");
        Files.write(file, ImageBuilder.v6().build(tree).bootstrap());
        return "bootstrap:" + file;
    }

    private static SourceTree source() {
        Attributes attributes = Attributes.FILE.permissions(0644);
        return new SourceTree()
                .directory("/etc")
                .file("/etc/same", "same".getBytes(StandardCharsets.UTF_8), attributes)
                .directory("/opt");
    }

    @Test
    void diffFindsEachChange() throws IOException {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        String before = built(
                "before",
                source().file("/etc/content", content)
                        .file("/etc/mode", content, Attributes.FILE.permissions(0644))
                        .file(
                                "/etc/owner",
                                content,
                                Attributes.FILE.permissions(0644).owner(1, 1))
                        .file("/etc/size", content)
                        .file("/etc/type", content)
                        .symlink("/etc/target", "a")
                        .file(
                                "/etc/xattr",
                                content,
                                Attributes.FILE.permissions(0644).xattr("user.a", "1"))
                        .directory("/opt/gone")
                        .file("/opt/gone/file", content));
        String after = built(
                "after",
                source().file("/etc/content", "CONTENT".getBytes(StandardCharsets.UTF_8))
                        .file("/etc/mode", content, Attributes.FILE.permissions(04755))
                        .file(
                                "/etc/owner",
                                content,
                                Attributes.FILE.permissions(0644).owner(1, 2))
                        .file("/etc/size", "contents".getBytes(StandardCharsets.UTF_8))
                        .directory("/etc/type")
                        .symlink("/etc/target", "b")
                        .file(
                                "/etc/xattr",
                                content,
                                Attributes.FILE
                                        .permissions(0644)
                                        .xattr("user.a", "2")
                                        .xattr("user.b", "1"))
                        .file("/opt/new", content));

        Cli.Result result = cli.run("diff", before, after);

        assertThat(result.out())
                .isEqualTo(
                        """
                        ~ /etc/content  (content)
                        ~ /etc/mode  (mode)
                        ~ /etc/owner  (owner)
                        ~ /etc/size  (content, size)
                        ~ /etc/target  (target)
                        ~ /etc/type  (type, mode)
                        ~ /etc/xattr  (xattr user.a, xattr user.b)
                        - /opt/gone
                        - /opt/gone/file
                        + /opt/new
                        1 added with 7 B, 2 removed with 7 B, 7 changed; 2 chunks of 15 B only in the second
                        """);
        assertThat(result.code()).isZero();
        assertThat(cli.run("diff", "--exit-code", before, after).code()).isEqualTo(1);
        assertThat(cli.run("diff", "--exit-code", before, before).code()).isZero();
        JsonNode document =
                json(cli.run("diff", "--format", "json", before, after).out());
        assertThat(document.get("changes")).hasSize(10);
        assertThat(document.get("summary").get("changed").asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v5-none-sha256", "v5-lz4-blake3", "v6-lz4-blake3", "v6-batch", "v6-enc"})
    void imagesOfOneSourceDifferInNothing(String kind) {
        String image = "bootstrap:" + GoldenImage.of(kind).bootstrap();

        assertThat(cli.run("diff", image, image).out())
                .startsWith("0 added with 0 B, 0 removed with 0 B, 0 changed; 0 chunks of 0 B");
        // Of other chunk sizes it cannot be told.
        assertThat(cli.run("diff", SOURCE, image).out().lines())
                .allMatch(line ->
                        line.endsWith("  (content?)") || line.startsWith("0 added with 0 B, 0 removed with 0 B,"))
                .hasSizeGreaterThan(100);
    }

    @Test
    void sameChunksMeanSameContentInBothFormats() {
        String v5 = "bootstrap:" + GoldenImage.of("v5-lz4-blake3").bootstrap();
        String v6 = "bootstrap:" + GoldenImage.of("v6-batch").bootstrap();

        assertThat(cli.run("diff", v5, v6).out())
                .isEqualTo("0 added with 0 B, 0 removed with 0 B, 0 changed; 0 chunks of 0 B only in the second\n");
    }
}
