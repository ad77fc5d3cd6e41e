package dev.nydusview.check;

import static dev.nydusview.check.V6Places.dirent;
import static dev.nydusview.rafs.layout.V5Layout.I_MODE;
import static dev.nydusview.rafs.layout.V5Layout.I_PARENT;
import static dev.nydusview.rafs.layout.V6Layout.D_FILE_TYPE;
import static dev.nydusview.rafs.layout.V6Layout.E_MODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.DirEntry;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.model.InodeTree;
import dev.nydusview.rafs.model.RafsFormatException;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a directory is listed only if each entry has the type of its inode: programs skip entries that list as
 * devices.
 */
class EntryTypesTest {
    private static List<DirEntry> list(DamagedImage damaged, String directory) throws IOException {
        RafsImage image = RafsImage.open(damaged.bytes());
        List<DirEntry> entries = new ArrayList<>();
        image.tree().list(damaged.inode(directory), 0, entries::add);
        return entries;
    }

    /** Lists a regular file as directory, device, pipe, socket and link. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7})
    void fileThatListsAsAnother(int type) throws IOException {
        DamagedImage damaged = new DamagedImage("v6-prefetch-fs");
        damaged.put8(dirent(damaged, "/data", "t511") + D_FILE_TYPE, type);

        assertThatThrownBy(() -> list(damaged, "/data"))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining("directory lists \"t511\" as a ")
                .hasMessageEndingWith(" is a REGULAR");
        assertThat(damaged.structure()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("dirent-type");
            assertThat(finding.place().files().get(0).names())
                    .extracting(Object::toString)
                    .containsExactly("data", "t511");
        });
    }

    @Test
    void directoryThatListsAsAFile() throws IOException {
        DamagedImage damaged = new DamagedImage("v6-prefetch-fs");
        damaged.put8(dirent(damaged, "/", "data") + D_FILE_TYPE, 1);

        assertThatThrownBy(() -> list(damaged, "/"))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining("\"data\" as a REGULAR");
    }

    @Test
    void nameThatIsNotThereIsNotDeniedThen() throws IOException {
        DamagedImage damaged = new DamagedImage("v6-prefetch-fs");
        damaged.put8(dirent(damaged, "/data", "t511") + D_FILE_TYPE, 3);
        InodeTree tree = RafsImage.open(damaged.bytes()).tree();
        Inode data = damaged.inode("/data");

        assertThat(tree.lookup(data, RawName.of("t512"))).isPresent();
        assertThatThrownBy(() -> tree.lookup(data, RawName.of("t511"))).isInstanceOf(RafsFormatException.class);
        assertThatThrownBy(() -> tree.lookup(data, RawName.of("none"))).isInstanceOf(RafsFormatException.class);
    }

    /** An inode without a type cannot be read, on the mount or elsewhere, so it need not hide its neighbours. */
    @Test
    void inodeWithoutATypeIsLeftToWhoeverLooksItUp() throws IOException {
        DamagedImage damaged = new DamagedImage("v6-prefetch-fs");
        int sound = list(damaged, "/data").size();
        damaged.put16(damaged.offset("/data/t511") + E_MODE, 0644);

        assertThat(list(damaged, "/data")).hasSize(sound);
    }

    /** An entry in v5 has a record of its own, whose type can differ from that of the file's other records. */
    @Test
    void furtherLinkThatListsAsAPipe() throws IOException {
        DamagedImage damaged = new DamagedImage("v5-zstd-4k");
        long first = damaged.inode("/links/hard0").number();
        int link = V5Places.lastLink(damaged, first);
        damaged.put32(link + I_MODE, 0010644);
        InodeTree tree = RafsImage.open(damaged.bytes()).tree();
        Inode directory = tree.inode(damaged.i64(link + I_PARENT));

        assertThatThrownBy(() -> tree.list(directory, 0, entry -> true))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining("is listed as a FIFO, but its inode " + first + " is a REGULAR");
        assertThat(DamagedImage.codes(damaged.structure())).contains("hard-link");
    }

    /** 0 leaves the type to the inode. */
    @Test
    void entryWithoutATypeHasThatOfItsInode() throws IOException {
        DamagedImage damaged = new DamagedImage("v6-prefetch-fs");
        List<DirEntry> sound = list(damaged, "/data");
        damaged.put8(dirent(damaged, "/data", "t511") + D_FILE_TYPE, 0);

        assertThat(list(damaged, "/data")).isEqualTo(sound);
    }
}
