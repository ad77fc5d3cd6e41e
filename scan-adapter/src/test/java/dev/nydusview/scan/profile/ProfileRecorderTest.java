package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.json.Documents;
import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.FileListener;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.testdata.builder.ImageBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a profile recorded from reads selects the files that were read. */
class ProfileRecorderTest {
    private static final int SCANNER = 100;
    private static final int CHUNK = SampleImage.CHUNK;

    private final AccessRecord record = new AccessRecord(AccessRecord.Watch.NONE);
    private SampleImage sample;

    @BeforeEach
    void open() throws IOException {
        sample = SampleImage.of(ImageBuilder.v6());
    }

    private void read(String path, long offset, int length) {
        Caller caller = new Caller(new ProcessIdentity(SCANNER, SCANNER, SCANNER), "/" + path);
        FileListener file = record.opened(sample.file(path), caller);
        file.read(offset, ByteBuffer.allocate(length));
        file.closed();
    }

    private Profile learned() {
        return ProfileRecorder.learn(
                "scanner", sample.image(), record.of(SCANNER).files());
    }

    private List<String> wanted() {
        return sample.places(
                ProfiledChunks.Selection.of(sample.image(), List.of(learned())).chunks());
    }

    @Test
    void selectsAgainWhatWasRead() {
        read("bin/tool", 0, 100);
        read("usr/share/text", 3 * CHUNK + 1, 10);
        read("etc/conf", 0, 100);
        assertThat(wanted()).containsExactlyInAnyOrder("bin/tool 0", "usr/share/text 3", "etc/conf 0");
    }

    @Test
    void beginningAndEnd() {
        read("bin/tool", 0, 100);
        read("bin/tool", 5 * CHUNK - 22, 22);
        assertThat(wanted()).containsExactly("bin/tool 0", "bin/tool 4");
    }

    @Test
    void whatIsReadMostlyOrInTheMiddleIsWantedWhole() {
        read("bin/tool", 0, 5 * CHUNK);
        read("usr/share/b.json", CHUNK, CHUNK);
        assertThat(wanted()).hasSize(5 + 4);
    }

    @Test
    void whatWasOpenedOnlyIsNotWanted() {
        Caller caller = new Caller(new ProcessIdentity(SCANNER, SCANNER, SCANNER), "/bin/tool");
        record.opened(sample.file("bin/tool"), caller);
        assertThat(learned().rules()).isEmpty();
        assertThat(wanted()).isEmpty();
    }

    /** The name stands for files in other places of other images. */
    @Test
    void filesThatAreAllReadAreToldByTheirName() throws IOException {
        sample = SampleImage.of(
                ImageBuilder.v6(), "/bin/p.json", "/etc/p.json", "/usr/p.json", "/usr/share/q", "/etc/q");
        for (String path : List.of("bin/p.json", "etc/p.json", "usr/p.json", "usr/share/q", "etc/q")) {
            read(path, 0, 100);
        }
        assertThat(learned().rules())
                .containsExactly(
                        new Rule(List.of("**/p.json", "etc/q", "usr/share/q"), null, null, null, null, FilePart.WHOLE));
    }

    @Test
    void filesOfWhichOneIsNotReadAreToldByTheirPath() throws IOException {
        sample = SampleImage.of(ImageBuilder.v6(), "/bin/p", "/etc/p", "/usr/p", "/usr/share/p");
        for (String path : List.of("bin/p", "etc/p", "usr/p")) {
            read(path, 0, 100);
        }
        assertThat(wanted()).containsExactlyInAnyOrder("bin/p 0", "etc/p 0", "usr/p 0");
    }

    @Test
    void canBeWrittenAndRead(@TempDir Path directory) throws IOException {
        read("bin/tool", 0, 100);
        read("etc/conf", 0, 100);
        Path file = Files.write(directory.resolve("learned.json"), Documents.write(learned()));
        assertThat(Profile.read(file)).isEqualTo(learned());
        assertThat(learned().name()).isEqualTo("scanner");
    }
}
