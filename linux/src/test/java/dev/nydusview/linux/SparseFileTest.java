package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseFileTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void aHoleTakesNoSpaceAndReadsAsZeros() throws IOException {
        byte[] bytes = new byte[3 * MIB];
        Arrays.fill(bytes, (byte) 7);
        Path path = Files.write(directory.resolve("file"), bytes);
        try (SparseFile file = SparseFile.open(path)) {
            long before = file.allocated();
            assertThat(before).isGreaterThanOrEqualTo(3 * MIB).isEqualTo(SparseFile.allocated(path));

            file.punch(0, MIB);
            file.punch(2 * MIB, MIB);

            assertThat(file.allocated()).isLessThanOrEqualTo(before - 2 * MIB);
            assertThat(file.nextData(0)).isEqualTo(MIB);
            assertThat(file.nextData(2 * MIB)).isEqualTo(-1);
        }
        Arrays.fill(bytes, 0, MIB, (byte) 0);
        Arrays.fill(bytes, 2 * MIB, 3 * MIB, (byte) 0);
        assertThat(path).hasBinaryContent(bytes);
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThatThrownBy(() -> SparseFile.open(link).close()).isInstanceOf(PosixException.class);
    }
}
