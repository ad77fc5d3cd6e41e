package dev.nydusview.inspect.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.inspect.TestImages;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.walk.TreeWalk;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches in an image, by expressions as users write them. */
class ExpressionTest {
    private static final Attributes FILE = Attributes.FILE;
    private static BuiltReader image;

    @BeforeAll
    static void build() throws IOException {
        image = TestImages.of(new SourceTree()
                .directory("/etc", Attributes.DIRECTORY.permissions(0750))
                .file("/etc/Passwd", TestImages.content(1, 3000), FILE.owner(0, 42))
                .file("/etc/empty", new byte[0])
                .symlink("/etc/link", "../bin/a*b")
                .directory("/bin")
                .file("/bin/a*b", TestImages.content(2, 1), FILE.permissions(04755))
                .file(
                        "/bin/axb",
                        TestImages.content(3, 512),
                        FILE.permissions(0755).xattr("user.k", "v"))
                .hardLink("/bin/hard", "/bin/axb")
                .directory("/bin/sub")
                .directory("/bin/sub/none")
                .file("/bin/sub/\u00e9", TestImages.content(4, 513), FILE.mtime(1_700_000_000, 0))
                .fifo("/pipe", FILE)
                .characterDevice("/tty", 5, 0, FILE));
    }

    private static List<String> find(String start, String... words) throws IOException {
        List<String> found = new ArrayList<>();
        Search.run(
                image.tree(),
                TestImages.at(image.tree(), start),
                Expression.parse(List.of(words)),
                (path, inode) -> found.add(path.toString()),
                TreeWalk.Damage.FATAL);
        return found;
    }

    @Test
    void everythingIsFoundInTheOrderOfAWalk() throws IOException {
        assertThat(find("/"))
                .containsExactly(
                        "/",
                        "/bin",
                        "/bin/a*b",
                        "/bin/axb",
                        "/bin/hard",
                        "/bin/sub",
                        "/bin/sub/none",
                        "/bin/sub/\\xe9",
                        "/etc",
                        "/etc/Passwd",
                        "/etc/empty",
                        "/etc/link",
                        "/pipe",
                        "/tty");
        assertThat(find("/bin/sub")).containsExactly("/bin/sub", "/bin/sub/none", "/bin/sub/\\xe9");
        assertThat(find("/etc/Passwd")).containsExactly("/etc/Passwd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-name axb | /bin/axb",
                "-name a?b | /bin/a*b /bin/axb",
                "-name a\\*b | /bin/a*b",
                "-name [a]xb | /bin/axb",
                "-name [!a]* -type f | /bin/hard /bin/sub/\\xe9 /etc/Passwd /etc/empty",
                "-name \\xe9 | /bin/sub/\\xe9",
                "-name / | /",
                "-name passwd | ",
                "-iname pASS* | /etc/Passwd",
                "-path /bin/*n* | /bin/sub/none",
                "-path */sub | /bin/sub",
                "-path / | /",
                "-lname ../bin/* | /etc/link",
                "-type d | / /bin /bin/sub /bin/sub/none /etc",
                "-type p,c | /pipe /tty",
                "-type l | /etc/link",
                "-perm 4755 | /bin/a*b",
                "-perm -u+s | /bin/a*b",
                "-perm /4000 | /bin/a*b",
                "-perm -0755 -type f | /bin/a*b /bin/axb /bin/hard",
                "-perm /0 -type p | /pipe",
                "-size 1c | /bin/a*b",
                "-type f -size 1 | /bin/a*b /bin/axb /bin/hard",
                "-type f -size 2 | /bin/sub/\\xe9",
                "-size +2k -type f | /etc/Passwd",
                "-type f -size -1 | /etc/empty",
                "-gid 42 | /etc/Passwd",
                "-uid +0 | ",
                "-links 2 -type f | /bin/axb /bin/hard",
                "-newermt 2021-01-01 | /bin/sub/\\xe9",
                "-newermt 2023-11-14T22:13:20Z | ",
                "-newermt 2023-11-14T22:13:19Z | /bin/sub/\\xe9",
                "-xattr user.* | /bin/axb /bin/hard",
                "-xattr user.k=v | /bin/axb /bin/hard",
                "-xattr user.k=w | ",
                "-empty | /bin/sub/none /etc/empty",
                "-maxdepth 1 | / /bin /etc /pipe /tty",
                "-maxdepth 0 | /",
                "-mindepth 3 | /bin/sub/none /bin/sub/\\xe9",
                "-mindepth 1 -maxdepth 1 -type d | /bin /etc",
            })
    void conditions(String expression, String expected) throws IOException {
        List<String> paths = expected == null ? List.of() : List.of(expected.split(" ", -1));
        assertThat(find("/", expression.split(" ", -1))).isEqualTo(paths);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-name axb -o -name empty | /bin/axb /etc/empty",
                "-name axb -or -name empty -a -type d | /bin/axb",
                "( -name axb -o -name empty ) -type f | /bin/axb /etc/empty",
                "-type f ! -name *a* | /bin/sub/\\xe9 /etc/empty",
                "-not ( -type f -o -type d -o -type l ) | /pipe /tty",
                "! ! -name axb | /bin/axb",
                "-type f -and -name axb -print | /bin/axb",
                "--name axb --ls | /bin/axb",
                "( ( -name axb ) ) | /bin/axb",
            })
    void conditionsAreJoined(String expression, String expected) throws IOException {
        assertThat(find("/", expression.split(" ", -1))).containsExactly(expected.split(" ", -1));
    }

    @Test
    void chunksAreFoundByTheBeginningOfTheirDigest() throws IOException {
        String digest = image.tree()
                .chunks(image.inode("/etc/Passwd"), 0, 1)
                .get(0)
                .digest()
                .toString();
        assertThat(find("/", "-chunk", digest.substring(0, 12))).containsExactly("/etc/Passwd");
        assertThat(find("/", "-chunk", digest.toUpperCase(java.util.Locale.ROOT)))
                .containsExactly("/etc/Passwd");
    }

    @Test
    void inodesAreFoundByNumber() throws IOException {
        String number = String.valueOf(image.inode("/bin/axb").number());
        assertThat(find("/", "-inum", number)).containsExactly("/bin/axb", "/bin/hard");
    }

    @Test
    void depthCountsFromTheStart() throws IOException {
        assertThat(find("/bin", "-maxdepth", "1", "-type", "d")).containsExactly("/bin", "/bin/sub");
        assertThat(find("/bin/sub", "-mindepth", "1")).containsExactly("/bin/sub/none", "/bin/sub/\\xe9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-name", "--name", "(", "!"})
    void expressionsBeginWithTheirWords(String word) {
        assertThat(Expression.begins(word)).isTrue();
        assertThat(Expression.begins("/" + word)).isFalse();
    }

    @Test
    void attributesAreShownOnDemand() {
        assertThat(Expression.parse(List.of("-name", "a")).detailed()).isFalse();
        assertThat(Expression.parse(List.of("-name", "a", "-ls")).detailed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-foo | '-foo' is not a condition; the conditions are -empty -chunk -gid -iname",
                "-name | something is missing after -name",
                "( -name a | '(' has no ')' after it",
                "-name a ) | ')' has no '(' before it",
                "-name a -o | something is missing after -o",
                "! | something is missing after !",
                "-size 3x | -size: '3x' is not N, +N or -N, then one of b c w k M G",
                "-links x | -links: 'x' is not N, +N or -N",
                "-type x | -type: 'x' is not one of f d l b c p s",
                "-perm 9 | -perm: '9' is not a mode such as 4755, -u+s or /222",
                "-newermt yesterday | -newermt: 'yesterday' is not a time",
                "-chunk 12 | -chunk: '12' is not 8 to 64 hexadecimal digits",
                "-maxdepth -1 | -maxdepth: '-1' is not a number",
                "-mindepth | something is missing after -mindepth",
            })
    void wrongExpressionsAreExplained(String expression, String message) {
        assertThatThrownBy(() -> Expression.parse(List.of(expression.split(" ", -1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
