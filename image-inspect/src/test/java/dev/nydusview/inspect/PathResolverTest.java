package dev.nydusview.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.path.ImagePath;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathResolverTest {
    private static SourceTree source() {
        return new SourceTree()
                .directory("/usr")
                .directory("/usr/bin")
                .file("/usr/bin/sh", TestImages.text("#!"))
                .directory("/etc")
                .file("/etc/passwd", TestImages.text("root"))
                .symlink("/bin", "usr/bin")
                .symlink("/etc/shell", "/bin/sh")
                .symlink("/etc/out", "../../../../etc/passwd")
                .symlink("/etc/gone", "missing/file")
                .symlink("/loop", "/loop");
    }

    private static PathResolver resolver(boolean v5) throws IOException {
        InodeTree tree = TestImages.of(v5 ? ImageBuilder.v5() : ImageBuilder.v6(), source())
                .tree();
        return new PathResolver(tree);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "'', /",
        "usr/bin/sh, /usr/bin/sh",
        "//usr//bin/, /usr/bin",
        "/bin/sh, /usr/bin/sh",
        "/bin, /usr/bin",
        "/bin/.., /usr",
        "/etc/shell, /usr/bin/sh",
        "/etc/out, /etc/passwd",
        "/../../etc/./passwd, /etc/passwd",
        "/usr/bin/../../etc, /etc",
    })
    void pathsLeadThroughLinks(String path, String expected) throws IOException {
        for (boolean v5 : new boolean[] {false, true}) {
            LocatedFile found = resolver(v5).follow(ImagePath.parse(path));
            assertThat(found.path()).hasToString(expected);
            assertThat(resolver(v5).noFollow(ImagePath.parse(expected)).inode().number())
                    .isEqualTo(found.inode().number());
        }
    }

    @ParameterizedTest
    @CsvSource({"/bin, /bin", "/bin/, /usr/bin", "/etc/shell, /etc/shell", "/bin/sh, /usr/bin/sh", "/loop, /loop"})
    void lastLinkStaysUnlessADirectoryIsMeant(String path, String expected) throws IOException {
        assertThat(resolver(false).noFollow(ImagePath.parse(path)).path()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nowhere | /nowhere: no such file or directory in the image; `ls` lists the files",
                "/etc/gone | /etc/gone: no such file or directory in the image; `ls` lists the files",
                "/etc/passwd/ | /etc/passwd: a component of the path is not a directory",
                "/etc/passwd/. | /etc/passwd/.: a component of the path is not a directory",
                "/etc/passwd/.. | /etc/passwd/..: a component of the path is not a directory",
                "/etc/passwd/x | /etc/passwd/x: a component of the path is not a directory",
                "/loop/x | /loop/x: too many levels of symbolic links",
            })
    void refusalsNameThePathThatWasAskedFor(String path, String message) {
        for (boolean v5 : new boolean[] {false, true}) {
            assertThatThrownBy(() -> resolver(v5).follow(ImagePath.parse(path)))
                    .isInstanceOf(NotInImageException.class)
                    .hasMessage(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/usr", "/usr/bin", "/usr/bin/sh"})
    void parentIsTheDirectoryThatHoldsIt(String path) throws IOException {
        PathResolver resolver = resolver(false);
        LocatedFile found = resolver.noFollow(ImagePath.parse(path));
        LocatedFile above = resolver.noFollow(ImagePath.of(found.path().parent()));
        assertThat(found.parent()).isEqualTo(above.inode().number());
    }
}
