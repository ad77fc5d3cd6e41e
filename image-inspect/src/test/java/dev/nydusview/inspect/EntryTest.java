package dev.nydusview.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryTest {
    private static Entry entry(SourceTree source, String path) throws IOException {
        InodeTree tree = TestImages.of(source).tree();
        LocatedFile found = TestImages.at(tree, path);
        return Entry.of(found.path().toString(), found.inode(), tree);
    }

    @Test
    void fileHasItsAttributes() throws IOException {
        Attributes attributes =
                Attributes.FILE.permissions(04755).owner(1000, 70000).mtime(1_600_000_000, 5);
        Entry entry = entry(new SourceTree().file("/a\\\\b", TestImages.text("12345"), attributes), "/a\\\\\\\\b");
        assertThat(entry.path()).isEqualTo("/a\\\\\\\\b");
        assertThat(entry.type()).isEqualTo("regular");
        assertThat(entry.mode()).isEqualTo("4755");
        assertThat(entry.uid()).isEqualTo(1000);
        assertThat(entry.gid()).isEqualTo(70000);
        assertThat(entry.nlink()).isEqualTo(1);
        assertThat(entry.size()).isEqualTo(5);
        assertThat(entry.mtime()).isEqualTo("2020-09-13T12:26:40.000000005Z");
        assertThat(entry.target()).isNull();
        assertThat(entry.device()).isNull();
    }

    @Test
    void linksAndDevicesHaveTheirOwn() throws IOException {
        SourceTree source = new SourceTree().symlink("/link", "/x\n").characterDevice("/null", 1, 300, Attributes.FILE);
        assertThat(entry(source, "/link").target()).isEqualTo("/x\\x0a");
        assertThat(entry(source, "/link").type()).isEqualTo("symlink");
        assertThat(entry(source, "/null").device()).isEqualTo("1:300");
        assertThat(entry(source, "/null").type()).isEqualTo("character_device");
    }

    @ParameterizedTest
    @CsvSource({
        "REGULAR, 644, -rw-r--r--",
        "DIRECTORY, 1777, drwxrwxrwt",
        "DIRECTORY, 1776, drwxrwxrwT",
        "REGULAR, 4755, -rwsr-xr-x",
        "REGULAR, 6644, -rwSr-Sr--",
        "REGULAR, 2711, -rwx--s--x",
        "SYMLINK, 777, lrwxrwxrwx",
        "FIFO, 0, p---------",
        "SOCKET, 700, srwx------",
        "BLOCK_DEVICE, 660, brw-rw----",
    })
    void modesLookAsInLs(FileType type, String mode, String expected) {
        assertThat(dev.nydusview.inspect.Attributes.modeString(type, Integer.parseInt(mode, 8)))
                .isEqualTo(expected);
    }

    @Test
    void timesThatNoCalendarHasAreSeconds() throws IOException {
        Attributes late = Attributes.FILE.mtime(Long.MAX_VALUE, 0);
        assertThat(entry(new SourceTree().file("/f", new byte[0], late), "/f").mtime())
                .isEqualTo("@" + Long.MAX_VALUE);
    }
}
