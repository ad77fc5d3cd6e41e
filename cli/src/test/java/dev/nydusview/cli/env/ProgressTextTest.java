package dev.nydusview.cli.env;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.Progress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static final long MIB = 1 << 20;
    private static final Progress EXTRACTING = Progress.of("extracting", "app:1");

    private long seconds;
    private final ProgressText text = new ProgressText(() -> TimeUnit.SECONDS.toNanos(seconds));

    private String after(long passed, Progress progress) {
        seconds += passed;
        return text.of(progress);
    }

    @Test
    void shareRateAndTimeLeftComeBeforeTheName() {
        assertThat(after(0, EXTRACTING.bytes(0, 40 * MIB))).isEqualTo("extracting 0 B of 40.0 MiB (0 %): app:1");
        assertThat(after(2, EXTRACTING.bytes(4 * MIB, 40 * MIB).with("1 file")))
                .isEqualTo("extracting 4.0 MiB of 40.0 MiB (10 %), 2.0 MiB/s, 1 file, 18 s left: app:1");
        assertThat(after(2, EXTRACTING.bytes(40 * MIB, 40 * MIB)))
                .isEqualTo("extracting 40.0 MiB of 40.0 MiB (100 %), 10.0 MiB/s: app:1");
    }

    @Test
    void theFirstPerCentTellsNoTimeLeft() {
        after(0, EXTRACTING.bytes(0, 1000 * MIB));

        assertThat(after(2, EXTRACTING.bytes(9 * MIB, 1000 * MIB))).doesNotContain("left");
        assertThat(after(1, EXTRACTING.bytes(12 * MIB, 1000 * MIB))).contains("4 min left");
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        after(0, EXTRACTING.bytes(0, 0));
        after(60, EXTRACTING.bytes(600 * MIB, 0));

        assertThat(after(20, EXTRACTING.bytes(620 * MIB, 0))).isEqualTo("extracting 620.0 MiB, 1.0 MiB/s: app:1");
    }

    @Test
    void theEndOfWhatIsReadOnlyIfNeededIsUnknown() {
        after(0, Progress.of("scanning", "app:1").neededBytes(0, 40 * MIB));

        assertThat(after(2, Progress.of("scanning", "app:1").neededBytes(4 * MIB, 40 * MIB)))
                .isEqualTo("scanning 4.0 MiB of 40.0 MiB (10 %), 2.0 MiB/s: app:1");
    }

    @Test
    void severalImagesHaveATimeLeftOfTheirOwn() {
        Progress images = Progress.of("", "");
        after(0, images.count(0, 40, "image").with(EXTRACTING.bytes(0, MIB)));
        assertThat(after(90, images.count(12, 40, "image").with(EXTRACTING.bytes(0, MIB))))
                .isEqualTo("12 of 40 images, 4 min left; extracting 0 B of 1.0 MiB (0 %): app:1");
        assertThat(after(1, images.count(12, 40, "image").with(Progress.of("opening", "app:2"))))
                .startsWith("12 of 40 images, 4 min left; opening app:2");
        assertThat(after(1, images.count(12, 40, "image").with(Progress.NONE)))
                .isEqualTo("12 of 40 images, 4 min left");
    }

    @Test
    void workWithoutFiguresIsNamed() {
        assertThat(after(0, Progress.of("opening", "app:1"))).isEqualTo("opening app:1");
        assertThat(after(0, Progress.NONE)).isEmpty();
    }
}
