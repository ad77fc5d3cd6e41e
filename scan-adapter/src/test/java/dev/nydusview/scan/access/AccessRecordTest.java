package dev.nydusview.scan.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.FileListener;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.Inode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests with two scanners, the leaders of sessions 100 and 200, and another process. */
class AccessRecordTest {
    private static final int ONE = 100;
    private static final int TWO = 200;

    private final IOException gone = new IOException("the registry has gone");
    private final List<String> watched = new ArrayList<>();
    private final AccessRecord record = new AccessRecord(new AccessRecord.Watch() {
        @Override
        public void read(UserAccess scanner, Inode file, long from, long end) {
            watched.add("read " + file.number() + " to " + end);
        }

        @Override
        public void fetched(long bytes) {
            watched.add("fetched " + bytes);
        }
    });

    private static Caller caller(int process, int group, int session) {
        return new Caller(new ProcessIdentity(process, group, session), "/file-by-" + process);
    }

    private static Inode file(long number) {
        return new Inode(number, 0, FileType.REGULAR, 0100644, 0, 0, 1, 1 << 20, 0, 0, 0, 0);
    }

    private FileListener open(int process, int session, long inode) {
        return record.opened(file(inode), caller(process, session, session));
    }

    private static ChunkRef chunk(int blob, int index) {
        return new ChunkRef(blob, index, 0, 10, 0, Digest.ofHex(String.format("%064x", blob * 16 + index)), null);
    }

    @Test
    void opensAreThoseOfTheirSession() {
        open(ONE, ONE, 1);
        open(101, ONE, 1);
        open(102, ONE, 2);
        open(TWO, TWO, 1);

        assertThat(record.of(ONE).opens()).isEqualTo(3);
        assertThat(record.of(ONE).files()).hasSize(2);
        assertThat(record.of(ONE).files())
                .filteredOn(file -> file.inode().number() == 1)
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.opens()).isEqualTo(2);
                    assertThat(file.path()).isEqualTo("/file-by-100");
                    assertThat(file.wasRead()).isFalse();
                });
        assertThat(record.of(TWO).opens()).isOne();
        assertThat(record.of(300).opens()).isZero();
        assertThat(record.othersThan(Set.of(ONE, TWO)))
                .filteredOn(other -> other.opens() > 0)
                .isEmpty();
    }

    /** The reads of a program without a session of its own are identified by its group, once that is known. */
    @Test
    void opensAreThoseOfTheirGroupInTheSessionOfAnother() {
        record.of(ONE);
        record.opened(file(1), caller(101, ONE, 50));
        record.opened(file(1), caller(501, 500, 50));

        assertThat(record.of(ONE).opens()).isOne();
        assertThat(record.othersThan(Set.of(ONE))).singleElement().satisfies(other -> assertThat(other.opens())
                .isOne());
    }

    @Test
    void whatWasFetchedIsThatOfWhoeverAskedForIt() {
        FileListener one = open(ONE, ONE, 1);
        FileListener two = open(TWO, TWO, 1);
        one.fetched(1000);
        one.delivered(chunk(0, 1));
        one.waited(3_000_000);
        one.read(0, ByteBuffer.allocate(10));
        two.delivered(chunk(0, 1));
        two.delivered(chunk(0, 1));
        two.delivered(chunk(1, 1));
        two.waited(1_000_000_000);
        two.waited(1_000_000_000); // almost at the same time
        two.read(0, ByteBuffer.allocate(10));
        two.read(20, ByteBuffer.allocate(5));

        UserAccess first = record.of(ONE);
        assertThat(List.of(
                        first.bytesFetched(),
                        first.requests(),
                        first.chunks(),
                        first.waitedMillis(),
                        first.bytesAsked()))
                .containsExactly(1000L, 1L, 1L, 3L, 10L);
        UserAccess second = record.of(TWO);
        assertThat(List.of(
                        second.bytesFetched(),
                        second.requests(),
                        second.chunks(),
                        second.waitedMillis() / 100,
                        second.bytesAsked()))
                .containsExactly(0L, 0L, 2L, 10L, 15L);
        assertThat(second.files()).singleElement().satisfies(file -> {
            assertThat(file.wasRead()).isTrue();
            assertThat(file.bytes()).isEqualTo(15);
            assertThat(file.lowest()).isZero();
            assertThat(file.highest()).isEqualTo(25);
        });
        assertThat(record.verified())
                .containsExactlyInAnyOrder(chunk(0, 1).digest(), chunk(1, 1).digest());
        assertThat(watched).containsExactly("fetched 1000", "read 1 to 10", "read 1 to 10", "read 1 to 25");
    }

    @Test
    void aFailedReadIsThatOfEverybodyWhoHasTheFileOpen() {
        FileListener one = open(ONE, ONE, 1);
        open(101, ONE, 1);
        open(TWO, TWO, 1);
        open(300, 300, 2);
        FileListener closed = open(400, 400, 1);
        closed.closed();
        one.failed(4096, 4096, gone);

        assertThat(record.of(ONE).failureCount()).isOne();
        assertThat(record.of(ONE).failures()).singleElement().satisfies(failure -> {
            assertThat(failure.path()).isIn("/file-by-100", "/file-by-101");
            assertThat(failure.offset()).isEqualTo(4096);
            assertThat(failure.process()).isEqualTo(100);
            assertThat(failure.cause()).isEqualTo("the registry has gone");
        });
        assertThat(record.of(TWO).failures())
                .containsExactly(new FailedRead("/file-by-200", 4096, 100, "the registry has gone"));
        assertThat(record.of(300).failureCount()).isZero();
        assertThat(record.of(400).failureCount()).isZero();
    }

    @Test
    void whoeverStillHasItOpenFails() {
        FileListener first = open(ONE, ONE, 1);
        FileListener second = open(ONE, ONE, 1);
        first.closed();
        second.failed(0, 1, gone);
        assertThat(record.of(ONE).failureCount()).isOne();
        second.closed();
        open(TWO, TWO, 1).failed(0, 1, new IOException());
        assertThat(record.of(ONE).failureCount()).isOne();
        assertThat(record.of(TWO).failures()).extracting(FailedRead::cause).containsExactly("IOException");
    }

    @Test
    void whatFailsAheadIsCountedApart() {
        FileListener one = open(ONE, ONE, 1);
        open(TWO, TWO, 1);
        one.failedAhead(0, 1 << 17, gone);
        assertThat(record.of(ONE).failedAhead()).isOne();
        assertThat(record.of(ONE).failureCount()).isZero();
        assertThat(record.of(TWO).failedAhead()).isZero();
    }

    @Test
    void aFailedRequestForMetadataIsThatOfItsCaller() {
        open(TWO, TWO, 1);
        record.failed(caller(101, ONE, ONE), gone);
        assertThat(record.of(ONE).failures())
                .containsExactly(new FailedRead("/file-by-101", FailedRead.NO_OFFSET, 101, "the registry has gone"));
        assertThat(record.of(TWO).failureCount()).isZero();
    }

    /** A process that is gone when it is looked for, or the kernel. */
    @Test
    void failuresOfNobodyKnownAreThoseOfOthers() {
        record.of(ONE);
        record.failed(caller(0, 0, 0), gone);
        assertThat(record.of(ONE).failureCount()).isZero();
        assertThat(record.othersThan(Set.of(ONE))).singleElement().satisfies(other -> assertThat(other.failureCount())
                .isOne());
    }

    @Test
    void allFailuresCountAndTheFirstAreListed() {
        FileListener one = open(ONE, ONE, 1);
        for (int i = 0; i < 5000; i++) {
            one.failed(i, 1, gone);
        }
        assertThat(record.of(ONE).failureCount()).isEqualTo(5000);
        assertThat(record.of(ONE).failures()).hasSize(4096).first().satisfies(failure -> assertThat(failure.offset())
                .isZero());
    }

    @Test
    void noFailureIsLostWhileOthersOpenAndClose() throws Exception {
        int rounds = 20_000;
        Thread other = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                open(TWO, TWO, 1).closed();
            }
        });
        other.start();
        for (int i = 0; i < rounds; i++) {
            FileListener mine = open(ONE, ONE, 1);
            mine.failed(i, 1, gone);
            mine.closed();
        }
        other.join();
        assertThat(record.of(ONE).failureCount()).isEqualTo(rounds);
        assertThat(record.failedFor()).isPositive();
    }
}
