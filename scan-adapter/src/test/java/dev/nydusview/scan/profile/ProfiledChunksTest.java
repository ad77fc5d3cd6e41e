package dev.nydusview.scan.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.builder.ImageBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfiledChunksTest {
    private static Profile profile(Rule... rules) {
        return new Profile(1, "test", null, List.of(rules));
    }

    private static Rule paths(FilePart part, String... globs) {
        return new Rule(List.of(globs), null, null, null, null, part);
    }

    private static List<String> wanted(Profile... profiles) throws IOException {
        SampleImage v5 = SampleImage.of(ImageBuilder.v5());
        SampleImage v6 = SampleImage.of(ImageBuilder.v6());
        List<String> places = v6.places(
                ProfiledChunks.Selection.of(v6.image(), Arrays.asList(profiles)).chunks());
        assertThat(places)
                .isEqualTo(v5.places(ProfiledChunks.Selection.of(v5.image(), Arrays.asList(profiles))
                        .chunks()));
        return places;
    }

    @Test
    void partsOfFiles() throws IOException {
        assertThat(wanted(profile(paths(FilePart.FIRST, "bin/tool")))).containsExactly("bin/tool 0");
        assertThat(wanted(profile(paths(FilePart.LAST, "bin/tool")))).containsExactly("bin/tool 4");
        assertThat(wanted(profile(paths(FilePart.ENDS, "bin/tool")))).containsExactly("bin/tool 0", "bin/tool 4");
        assertThat(wanted(profile(paths(FilePart.PROGRAM, "bin/tool"))))
                .containsExactly("bin/tool 0", "bin/tool 3", "bin/tool 4");
        assertThat(wanted(profile(paths(FilePart.PROGRAM, "usr/share/a.json"))))
                .containsExactly("usr/share/a.json 0", "usr/share/a.json 1");
        assertThat(wanted(profile(paths(FilePart.WHOLE, "usr/share/a.json"))))
                .containsExactly("usr/share/a.json 0", "usr/share/a.json 1");
    }

    @Test
    void partsOfAFileOfOneChunkAreTheSame() throws IOException {
        for (FilePart part : FilePart.values()) {
            assertThat(wanted(profile(paths(part, "etc/conf")))).as("%s", part).containsExactly("etc/conf 0");
        }
    }

    @Test
    void aLastChunkOfOneByteIsTheLast() throws IOException {
        assertThat(wanted(profile(paths(FilePart.LAST, "**/b.json")))).containsExactly("usr/share/b.json 3");
    }

    @Test
    void emptyFilesAndLinksHaveNothing() throws IOException {
        assertThat(wanted(profile(paths(FilePart.WHOLE, "etc/empty", "**/link.json", "usr", "none"))))
                .isEmpty();
    }

    @Test
    void whatIsNotStatedIsNotAskedFor() throws IOException {
        assertThat(wanted(profile(new Rule(null, null, null, null, null, FilePart.FIRST))))
                .containsExactlyInAnyOrder(
                        "bin/small 0",
                        "bin/tool 0",
                        "etc/conf 0",
                        "usr/share/a.json 0",
                        "usr/share/b.json 0",
                        "usr/share/text 0");
    }

    @Test
    void modesAndSizesAndExceptions() throws IOException {
        assertThat(wanted(profile(new Rule(null, null, "0111", null, null, FilePart.FIRST))))
                .containsExactlyInAnyOrder("bin/small 0", "bin/tool 0");
        assertThat(wanted(profile(new Rule(null, null, "044", 101L, null, FilePart.FIRST))))
                .containsExactlyInAnyOrder("bin/tool 0", "usr/share/a.json 0", "usr/share/b.json 0");
        assertThat(wanted(profile(new Rule(null, null, null, null, 100L, FilePart.FIRST))))
                .containsExactlyInAnyOrder("bin/small 0", "etc/conf 0");
        assertThat(wanted(profile(new Rule(null, null, null, 8192L, 8192L, FilePart.FIRST))))
                .containsExactly("usr/share/a.json 0");
        assertThat(wanted(profile(new Rule(
                        List.of("**/*.json", "bin/*"),
                        List.of("**/a.*", "bin/small"),
                        null,
                        null,
                        null,
                        FilePart.FIRST))))
                .containsExactlyInAnyOrder("bin/tool 0", "usr/share/b.json 0");
    }

    @Test
    void theFirstRulesComeFirstAndTheFirstThatMatchesCounts() throws IOException {
        assertThat(wanted(profile(
                        paths(FilePart.FIRST, "usr/share/text"),
                        paths(FilePart.LAST, "bin/tool"),
                        paths(FilePart.WHOLE, "**/t*"))))
                .containsExactly("usr/share/text 0", "bin/tool 4");
    }

    @Test
    void eachProfileCounts() throws IOException {
        assertThat(wanted(profile(paths(FilePart.FIRST, "bin/tool")), profile(paths(FilePart.LAST, "bin/tool"))))
                .containsExactly("bin/tool 0", "bin/tool 4");
        assertThat(wanted()).isEmpty();
        assertThat(wanted(profile())).isEmpty();
    }

    @Test
    void whatIsExceptedIsNotWanted() throws IOException {
        assertThat(wanted(profile(paths(FilePart.FIRST, "bin/*")).except(List.of("bin/t*"))))
                .containsExactly("bin/small 0");
    }
}
