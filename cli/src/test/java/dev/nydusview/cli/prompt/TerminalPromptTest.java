package dev.nydusview.cli.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt in a real pseudo-terminal. */
@Tag("soak")
class TerminalPromptTest {
    private static final String CTRL_A = "\u0001";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_U = "\u0015";
    private static final String UP = "\u001bOA";

    @TempDir
    Path home;

    private TerminalSession.Builder terminal;

    @BeforeEach
    void terminal() {
        terminal = new TerminalSession.Builder(home);
    }

    @Test
    void completesCommandsOptionsAndPaths() throws Exception {
        try (TerminalSession session = terminal.start()) {
            session.awaitLine("golden:/>");
            session.type("st\tnam\twith\t\r").awaitText("/names/with space has 11 bytes");
            session.awaitLine("golden:/>").type("ls --l\t").awaitLine("golden:/> ls --long");
            session.type(CTRL_U + "cat \"/names/quo\t\r").awaitText("quote'\"q");
            session.awaitLine("golden:/>").type("cat /names/.h\t").awaitLine("golden:/> cat /names/.hidden");
            session.type(CTRL_U + "stat names/ba\t").awaitLine("golden:/> stat names/back\\\\slash");
            session.type(CTRL_U + "stat /names/lat\t\r").awaitText("/names/latin1-\\xe9\\xff\\x80 has 10 bytes");
            session.awaitLine("golden:/>").type("ls /links/todi\t").awaitLine("golden:/> ls /links/todir/");
        }
    }

    @Test
    void listsWhatThereIsToChooseFrom() throws Exception {
        try (TerminalSession session =
                terminal.size(40, 12).with("PATH", pathWithoutLess()).start()) {
            session.awaitLine("golden:/>");
            session.type("stat /etc/o\t").awaitLine("golden:/> stat /etc/o");
            session.type("\t").awaitLines("old         os-release", "golden:/> stat /etc/o");
            session.type(CTRL_U + "ls /many/\t").awaitLine("golden:/> ls /many/entry-00");
            session.type("\t").awaitLine("--More--");
            assertThat(session.lines()).contains("entry-00000-xxxxxxxxxxxxxxxxxxxxxx");
            session.type(" ").awaitText("entry-00012").awaitLine("--More--");
            session.type("q").awaitLine("golden:/> ls /many/entry-00");
            session.type("047-\t\r").awaitText("not a directory");
        }
    }

    @Test
    void keepsHistoryForTheNextSession() throws Exception {
        try (TerminalSession session = terminal.start()) {
            session.awaitLine("golden:/>").type("cd /etc\r").awaitLine("golden:/etc>");
            session.type("stat old\r").awaitText("/etc/old has 5 bytes").awaitLine("golden:/etc>");
            session.type("stat old\rstat nsec\r").awaitLines("/etc/nsec has 3 bytes", "golden:/etc>");
            session.type(UP + UP + UP).awaitLine("golden:/etc> cd /etc");
            session.type(CTRL_U + CTRL_D);
            assertThat(session.exitCode()).isZero();
        }
        try (TerminalSession session = terminal.start()) {
            session.awaitLine("golden:/>").type(UP).awaitLine("golden:/> stat nsec");
            session.type(UP + UP).awaitLine("golden:/> cd /etc").type("\r").awaitLine("golden:/etc>");
            session.type("exit\r").awaitText("left");
            assertThat(session.exitCode()).isZero();
        }
        Path history = home.resolve(".local/state/nydusview/history");
        assertThat(history).content().isEqualTo("cd /etc\nstat old\nstat nsec\ncd /etc\nexit\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
    }

    @Test
    void controlCClearsTheLineOrStopsTheAnswer() throws Exception {
        try (TerminalSession session = terminal.with("PAGER", "cat").start()) {
            session.awaitLine("golden:/>").type("stat /no").awaitLine("golden:/> stat /no");
            session.type(CTRL_C).awaitLines("golden:/> stat /no", "golden:/>");
            session.type("count\r").awaitText("number 3000").type(CTRL_C).awaitLine("golden:/>");
            session.type("stat /etc/old\r").awaitText("/etc/old has 5 bytes").awaitLine("golden:/>");
            session.type("hang\r").awaitText("hanging").type(CTRL_C).awaitText("stopped");
            session.type(CTRL_C)
                    .awaitLines("nydusview: the request is still running; press Ctrl-C again to end nydusview", "");
            session.type(CTRL_C);
            assertThat(session.exitCode()).isEqualTo(130);
        }
    }

    @Test
    void editsLinesInANarrowWindow() throws Exception {
        try (TerminalSession session = terminal.size(20, 12).start()) {
            session.awaitLine("golden:/>")
                    .type("stat names/with\\ space")
                    .awaitLines("golden:/> stat names", "/with\\ space");
            session.type(CTRL_A + "x").awaitText("golden:/> xstat name");
            session.type("\b\r").awaitText("/names/with space ha");
            session.awaitLine("golden:/>").type("cd deep/d00/d01/d02\r").awaitLine("…d01/d02>");
            session.type("ls /etc/\t")
                    .awaitLines("future", "nsec", "old", "os-release", "passwd", "shadow", "…d01/d02> ls /etc/");
            session.resize(60, 12).type(CTRL_U + CTRL_C).awaitLine("golden:/deep/d00/d01/d02>");
            session.type("ls /etc/\t")
                    .awaitLines(
                            "future      old         passwd",
                            "nsec        os-release  shadow",
                            "golden:/deep/d00/d01/d02> ls /etc/");
        }
    }

    @Test
    void showsLongAnswersInThePager() throws Exception {
        try (TerminalSession session = terminal.with("PAGER", "sed s/^/paged:/").start()) {
            session.awaitLine("golden:/>").type("ls /etc\r").awaitLines("shadow", "golden:/>");
            session.type("ls /many\r").awaitText("paged:entry-00149-xx").awaitLine("golden:/>");
            assertThat(session.lines()).noneMatch(line -> line.startsWith("paged:os-release"));
        }
    }

    @Test
    void showsLongAnswersInLess() throws Exception {
        assumeTrue(find("less").isPresent(), "less is not installed");
        try (TerminalSession session = terminal.size(60, 10).start()) {
            session.awaitLine("golden:/>")
                    .type("ls /many\r")
                    .awaitText("entry-00008")
                    .awaitLine(":");
            session.type("G").awaitText("entry-00149-xx");
            session.type("q").awaitLine("golden:/>");
            session.type("count\r").awaitLine(":").type("q").awaitLine("golden:/>");
            session.type("stat /etc/old\r").awaitText("/etc/old has 5 bytes");
        }
    }

    @Test
    void pagesByItselfWithoutAnyPager() throws Exception {
        try (TerminalSession session =
                terminal.size(60, 10).with("PATH", pathWithoutLess()).start()) {
            session.awaitLine("golden:/>").type("ls /many\r").awaitLine("--More--");
            assertThat(session.lines())
                    .contains("entry-00008-xxxxxxxxxxxxxxxxxxxxxx")
                    .noneMatch(line -> line.startsWith("entry-00009"));
            session.type("\r").awaitText("entry-00009").awaitLine("--More--");
            session.type(" ").awaitText("entry-00018").awaitLine("--More--");
            session.type(CTRL_C).awaitLine("golden:/>");
            session.type("cat /data/r17\r")
                    .awaitLines("\\xfb\\x00\\x88\\x14x\\x85\\x99?\\x17\\xc1>\\xf7G%", "\\xeb\\x1a", "golden:/>");
        }
    }

    /** Tests a system where /tmp does not allow programs. */
    @Test
    void editsLinesWithoutNativeCode() throws Exception {
        terminal.with("JDK_JAVA_OPTIONS", "-Djline.tmpdir=/nonexistent");
        try (TerminalSession session = terminal.with("PAGER", "cat").start()) {
            session.awaitLine("golden:/>").type("cd et\t").awaitLine("golden:/> cd etc/");
            session.type(CTRL_C).awaitLines("golden:/> cd etc/", "golden:/>");
            session.type("stat etc/ol\t\r").awaitLines("/etc/old has 5 bytes", "golden:/>");
            assertThat(session.lines()).noneMatch(line -> line.contains("WARNING"));
        }
    }

    @Test
    void readsPlainlyFromADumbTerminal() throws Exception {
        try (TerminalSession session = terminal.with("TERM", "dumb").start()) {
            session.awaitLine("golden:/>").type("cd etc\n").awaitLine("golden:/etc>");
            session.type("stat 'old\n").awaitText("nydusview: the quote ' is not closed; write \\' for one in a name");
            session.type("stat old\n")
                    .awaitText("has 5 bytes")
                    .awaitLine("golden:/etc>")
                    .type(CTRL_D);
            assertThat(session.exitCode()).isZero();
            assertThat(session.raw()).doesNotContain("\u001b");
        }
    }

    private static Optional<Path> find(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Makes a directory with only the programs that the prompt itself needs. */
    private String pathWithoutLess() throws IOException {
        Path directory = Files.createDirectory(home.resolve("bin"));
        for (String program : new String[] {"stty", "tty"}) {
            String script = "#!/bin/sh\nexec " + find(program).orElseThrow() + " \"$@\"\n";
            Files.writeString(directory.resolve(program), script);
            Files.setPosixFilePermissions(directory.resolve(program), PosixFilePermissions.fromString("rwx------"));
        }
        return directory.toString();
    }
}
