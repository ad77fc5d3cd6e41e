package dev.nydusview.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.TextStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void tablesAreAligned() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TextOutput out = new TextOutput(bytes)) {
            new Table("NAME", ">SIZE", "LAST")
                    .row("a", 1, "x")
                    .row("längerer", 12345, "")
                    .print(out);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        NAME       SIZE  LAST
                        a             1  x
                        längerer  12345
                        """);
    }

    private static String printed(TextStyle style, Table table) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TextOutput out = new TextOutput(bytes, style)) {
            table.print(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Table findings() {
        return new Table("LEVEL", "KIND", "WHAT")
                .row(
                        Emphasis.CRITICAL.on("Critical"),
                        "Backdoor",
                        "a " + "word ".repeat(15).strip())
                .row(Emphasis.BAD.on("High"), "Backdoor", "/" + "x".repeat(80))
                .row("Low", "Backdoor", "short");
    }

    @Test
    void textIsContinuedBelowWhereTheTerminalEnds() throws IOException {
        assertThat(printed(new TextStyle(() -> 90, false), findings()))
                .isEqualTo(
                        """
                        LEVEL     KIND      WHAT
                        Critical  Backdoor  a word word word word word word word word word word word word word
                                            word word
                        High      Backdoor  /%s
                                            %s
                        Low       Backdoor  short
                        """
                                .formatted("x".repeat(69), "x".repeat(11)));
    }

    @Test
    void nothingIsWrappedWhereThereIsNoLimitOrNoRoom() throws IOException {
        assertThat(printed(TextStyle.PLAIN, findings()).lines()).hasSize(4);
        assertThat(printed(new TextStyle(() -> 30, false), findings()).lines()).hasSize(4);
    }

    @Test
    void colorsDoNotCountForTheAlignment() throws IOException {
        String colored = printed(new TextStyle(() -> 90, true), findings());
        assertThat(colored)
                .contains("\u001b[1;31mCritical\u001b[0m  Backdoor", "\u001b[31mHigh\u001b[0m      Backdoor");
        assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(printed(new TextStyle(() -> 90, false), findings()));
    }

    @Test
    void digestsAreShortenedWhereTheTerminalEnds() throws IOException {
        String line = "registry.example/app:1@sha256:" + "0123456789abcdef".repeat(4) + ": 2 findings";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TextOutput narrow = new TextOutput(bytes, new TextStyle(() -> 90, false))) {
            narrow.imageLine(line);
        }
        try (TextOutput wide = new TextOutput(bytes, TextStyle.PLAIN)) {
            wide.imageLine(line);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("registry.example/app:1@sha256:0123456789ab...: 2 findings\n" + line + "\n");
    }

    @Test
    void namesOfImagesAreShortenedBeforeTextIsContinued() throws IOException {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        Table images = new Table("NAME", "DIGEST")
                .row(new ImageName("app@" + digest), digest)
                .row(new ImageName("app " + digest), "is @" + digest);
        assertThat(printed(new TextStyle(() -> 110, false), images))
                .isEqualTo(
                        """
                        NAME                        DIGEST
                        app@sha256:0123456789ab...  %s
                        app sha256:0123456789ab...  is @%s
                        """
                                .formatted(digest, digest));
    }

    @Test
    void cellsBringNoColorsOfTheirOwn() throws IOException {
        Table hostile = new Table("LEVEL", "WHAT").row(Emphasis.BAD.on("\u001b[2J"), "\u001b[0m");
        assertThat(printed(new TextStyle(() -> 90, true), hostile))
                .isEqualTo("LEVEL    WHAT\n\u001b[31m\\x1b[2J\u001b[0m  \\x1b[0m\n");
    }
}
