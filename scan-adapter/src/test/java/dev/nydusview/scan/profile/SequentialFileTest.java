package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.scan.profile.SequentialFile.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequentialFileTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long SIZE = 500 * MEBIBYTE;

    private final SequentialFile file = new SequentialFile(SIZE, Long.MAX_VALUE);

    /** Returns what is told for reads of a mebibyte at these mebibytes, but for what is empty. */
    private static List<Part> read(SequentialFile file, long... mebibytes) {
        List<Part> told = new ArrayList<>();
        for (long at : mebibytes) {
            Part part = file.read(at * MEBIBYTE, MEBIBYTE);
            if (part.length() > 0) {
                told.add(part);
            }
        }
        return told;
    }

    @Test
    void aReaderFromTheBeginningIsFollowedTheFartherTheMoreItHasRead() {
        assertThat(read(file, 0)).isEmpty();
        assertThat(read(file, 1)).containsExactly(new Part(2 * MEBIBYTE, 4 * MEBIBYTE));
        assertThat(read(file, 2)).containsExactly(new Part(6 * MEBIBYTE, 3 * MEBIBYTE));
    }

    @Test
    void everyByteIsToldOnceAndNoneFarAhead() {
        long told = 2 * MEBIBYTE;
        for (long at = 0; at < SIZE / MEBIBYTE; at++) {
            Part part = file.read(at * MEBIBYTE, MEBIBYTE);
            if (part.length() > 0) {
                assertThat(part.offset()).isEqualTo(told);
                told += part.length();
                assertThat(told).isLessThanOrEqualTo((at + 1 + 64) * MEBIBYTE);
            }
        }
        assertThat(told).isEqualTo(SIZE);
    }

    @Test
    void readsOfAKernelThatReadsAheadMayBeOutOfOrder() {
        assertThat(read(file, 3, 0, 2, 1)).isNotEmpty();
    }

    @Test
    void aRandomReaderIsToldNothing() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(file.read(random.nextLong(SIZE), 4096).length()).isZero();
        }
    }

    @Test
    void aReaderThatGoesElsewhereBeginsAgain() {
        read(file, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(read(file, 100)).isEmpty();
        assertThat(read(file, 101)).containsExactly(new Part(102 * MEBIBYTE, 4 * MEBIBYTE));
    }

    @Test
    void noMoreThanTheSourceKeeps() {
        SequentialFile narrow = new SequentialFile(SIZE, 3 * MEBIBYTE);

        assertThat(read(narrow, 0, 1)).containsExactly(new Part(2 * MEBIBYTE, 3 * MEBIBYTE));
        assertThat(read(narrow, 2)).isEmpty();
        assertThat(read(narrow, 3)).containsExactly(new Part(5 * MEBIBYTE, 2 * MEBIBYTE));
    }
}
