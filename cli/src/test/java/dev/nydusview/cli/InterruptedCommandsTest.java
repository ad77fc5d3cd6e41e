package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.TestData;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that a signal ends while the registry keeps them waiting for file data. */
@Tag("soak")
class InterruptedCommandsTest {
    private static final int SIGINT = 130;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private LayoutRegistry registry;
    private Path directory;
    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path temporary) throws IOException {
        directory = temporary;
        cli = new Cli(temporary);
        registry = LayoutRegistry.start("demo", new SilentAboutData()).add(OciLayout.open(TestData.demoLayout()));
    }

    @AfterEach
    void close() {
        ended.countDown();
        registry.close();
    }

    /** Keeps requests for parts of blobs waiting until the end of the test. */
    private final class SilentAboutData extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                asked.countDown();
                await(ended);
            }
            chain.doFilter(exchange);
        }

        @Override
        public String description() {
            return "waits";
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private String interrupted(String... arguments) throws IOException, InterruptedException {
        Process process = cli.process(Main.class, arguments);
        await(asked);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        try (InputStream messages = process.getErrorStream()) {
            String said = new String(messages.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isEqualTo(SIGINT);
            return said;
        }
    }

    @Test
    void extractionSaysWhatItLeaves() throws IOException, InterruptedException {
        Path target = directory.resolve("rootfs");

        String said = interrupted("extract", registry.reference("nydus-v6"), target.toString());

        assertThat(said)
                .containsPattern("nydusview: interrupted: (/[^ ]+ is unfinished; )?" + target
                        + " is incomplete, with [0-9]+ files?; the same command goes on with it\n");
    }

    @Test
    void catSaysHowFarItHasCome() throws IOException, InterruptedException {
        String said = interrupted("cat", registry.reference("nydus-v6"), "/etc/os-release");

        assertThat(said)
                .containsPattern("nydusview: interrupted: /usr/lib/os-release is written up to byte 0 of [0-9]+\n");
    }
}
