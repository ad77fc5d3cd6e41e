package dev.nydusview.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.GoldenImage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code nydusview inspect} itself in a real pseudo-terminal. */
@Tag("soak")
class InspectPromptTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-4k");
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_U = "\u0015";
    private static final String UP = "\u001bOA";

    @TempDir
    Path home;

    private TerminalSession.Builder terminal;

    @BeforeEach
    void terminal() {
        terminal = new TerminalSession.Builder(home)
                .with("PAGER", "cat")
                .nydusview(
                        "inspect",
                        "bootstrap:" + IMAGE.bootstrap(),
                        "--blob-dir",
                        IMAGE.blobs().toString());
    }

    @Test
    void answersAndCompletesRequests() throws Exception {
        try (TerminalSession session = terminal.size(160, 40).start()) {
            session.awaitLine("/>");
            assertThat(session.lines().get(0))
                    .startsWith("nydusview: bootstrap:")
                    .contains("image.boot; ");
            session.type("pre\t\r").awaitText("Total Prefetching Files: 0").awaitLine("/>");
            session.type("cd et\t\r").awaitLine("/etc>");
            session.type("stat os\t\r").awaitText("Path:                   /etc/os-release");
            session.awaitLine("/etc>").type("cat '/names/with\t\r").awaitLine("/etc>");
            session.type("ls --rec\t").awaitLine("/etc> ls --recursive");
            session.type(CTRL_U + "help fi\t\r").awaitText("Finds files").awaitLine("/etc>");
            session.type("find / -name hard0 -o -perm 1777\r")
                    .awaitText("/links/hard0")
                    .awaitLine("/etc>");
            session.type("nothing\r").awaitText("unknown request 'nothing'").awaitLine("/etc>");
            session.type("q\r");
            assertThat(session.exitCode()).isZero();
        }
    }

    @Test
    void endsAnswersAndItself() throws Exception {
        try (TerminalSession session = terminal.start()) {
            session.awaitLine("/>").type("cat nonsense" + CTRL_C).awaitLine("/>");
            session.type("cd links\r").awaitLine("/links>");
            session.type("cat no-such-file\r")
                    .awaitText("no such file or directory in the image")
                    .awaitLine("/links>");
            session.type(UP + UP).awaitLine("/links> cd links");
            session.type(CTRL_U + CTRL_D);
            assertThat(session.exitCode()).isZero();
        }
        try (TerminalSession session = terminal.start()) {
            session.awaitLine("/>").type(UP).awaitLine("/> cat no-such-file");
            session.type(CTRL_C).awaitLine("/>").type(CTRL_D);
            assertThat(session.exitCode()).isZero();
        }
    }

    @Test
    void fitsIntoANarrowWindow() throws Exception {
        try (TerminalSession session = terminal.size(20, 10).start()) {
            session.awaitLine("/>").type("cd deep/d00/d01/d02/d03/d04\r").awaitText("d03/d04>");
            session.type("ls\r").awaitText("d05");
            session.resize(100, 30).type("cd /etc\r").awaitLine("/etc>");
        }
    }
}
