package dev.nydusview.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The protocol byte by byte, over FIFOs as a plugin sees them. */
@Timeout(60)
class ConversationTest {
    private static final String CALL =
            "{\"sequence\":%s,\"type\":\"call\",\"namespace\":\"test\",\"name\":\"%s\",\"args\":%s}";

    @TempDir
    Path directory;

    private final BlockingQueue<String> hopeless = new LinkedBlockingQueue<>();
    private PluginChannel channel;
    private Conversation conversation;
    private OutputStream toHost;
    private InputStream fromHost;

    /** Echoes its arguments, returns nothing, or fails in two ways. */
    private static final class Echo implements PluginService {
        @Override
        public String namespace() {
            return "test";
        }

        @Override
        public JsonNode manifest() {
            return JsonNodeFactory.instance.objectNode().put("version", 1);
        }

        @Override
        public Map<String, ServiceFunction> functions() {
            return Map.of(
                    "echo",
                    arguments -> arguments,
                    "nothing",
                    arguments -> List.of(),
                    "refuse",
                    arguments -> {
                        throw new ServiceException("not today");
                    },
                    "fail",
                    arguments -> {
                        throw new IllegalStateException("broken");
                    });
        }
    }

    @BeforeEach
    void begin() throws Exception {
        channel = PluginChannel.open(directory, "plugin");
        ServiceContext context = new ServiceContext("plugin", "scan", "image");
        conversation = Conversation.begin(channel, ServiceRegistry.of(List.of(new Echo()), context), hopeless::add);
        List<String> words = channel.arguments();
        assertThat(words).hasSize(4).contains("--host");
        fromHost = Files.newInputStream(Path.of(URI.create(words.get(1))));
        toHost = Files.newOutputStream(Path.of(URI.create(words.get(3))));
    }

    @AfterEach
    void end() throws Exception {
        toHost.close();
        fromHost.close();
        conversation.end();
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    private void send(String text) throws IOException {
        toHost.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String receive() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = fromHost.read(); c != '\n'; c = fromHost.read()) {
            assertThat(c).isNotNegative();
            line.append((char) c);
        }
        return line.toString();
    }

    private String hopeless() throws InterruptedException {
        return hopeless.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void requestsNeedNothingBetweenThem() throws Exception {
        send(CALL.formatted(1, "echo", "[1,\"a\",null]") + CALL.formatted(2, "nothing", "[]")
                + "{\"sequence\":3,\"type\":\"hasNamespace\",\"namespace\":\"test\"}"
                + "\n\n {\"sequence\":4,\"type\":\"hasNamespace\",\"namespace\":\"other\"}");

        assertThat(receive()).isEqualTo("{\"sequence\":1,\"reply\":[1,\"a\",null]}");
        assertThat(receive()).isEqualTo("{\"sequence\":2,\"reply\":[]}");
        assertThat(receive()).isEqualTo("{\"sequence\":3,\"ok\":true}");
        assertThat(receive()).isEqualTo("{\"sequence\":4}");
    }

    @Test
    void aRequestIsAnsweredThoughItsBytesComeOneByOne() throws Exception {
        for (byte b :
                CALL.formatted("18446744073709551615", "echo", "[\"\u00e4\"]").getBytes(StandardCharsets.UTF_8)) {
            toHost.write(b);
        }
        assertThat(receive()).startsWith("{\"sequence\":18446744073709551615,\"reply\":[");
    }

    @Test
    void manifestsAndListsAreGiven() throws Exception {
        send("{\"sequence\":1,\"type\":\"getManifest\",\"namespace\":\"test\"}");
        assertThat(receive()).isEqualTo("{\"sequence\":1,\"reply\":{\"version\":1}}");
        send("{\"sequence\":2,\"type\":\"listServices\",\"namespace\":\"test\"}");
        assertThat(receive()).isEqualTo("{\"sequence\":2,\"services\":[\"echo\",\"fail\",\"nothing\",\"refuse\"]}");
    }

    @Test
    void whatCannotBeAnsweredIsAnError() throws Exception {
        Map<String, String> errors = Map.of(
                CALL.formatted(1, "absent", "[]"),
                "undefined service \\\"absent\\\" in namespace \\\"test\\\"",
                "{\"sequence\":1,\"type\":\"call\",\"namespace\":\"no\"}",
                "undefined namespace \\\"no\\\"",
                "{\"sequence\":1,\"type\":\"getManifest\",\"namespace\":\"no\"}",
                "undefined namespace \\\"no\\\"",
                "{\"sequence\":1,\"type\":\"dance\",\"namespace\":\"test\"}",
                "undefined request type \\\"dance\\\"",
                CALL.formatted(1, "echo", "{}"),
                "the arguments of \\\"echo\\\" are no array",
                "{\"sequence\":1,\"type\":7}",
                "the type of the request is no text",
                CALL.formatted(1, "refuse", "[]"),
                "not today",
                CALL.formatted(1, "fail", "[]"),
                "the host failed: java.lang.IllegalStateException: broken");
        for (Map.Entry<String, String> error : errors.entrySet()) {
            send(error.getKey());
            assertThat(receive()).isEqualTo("{\"sequence\":1,\"error\":\"" + error.getValue() + "\"}");
        }
    }

    @Test
    void whatIsNoRequestEndsIt() throws Exception {
        send("{\"type\":\"call\"}");
        assertThat(hopeless()).isEqualTo("it sent a request without a sequence number");
    }

    @Test
    void garbageEndsIt() throws Exception {
        send("{\"sequence\":1,\"type\":}");
        assertThat(hopeless()).startsWith("it sent something that is no JSON: ");
    }

    @Test
    void depthEndsIt() throws Exception {
        send("[".repeat(1000));
        assertThat(hopeless()).startsWith("it sent something that is no JSON: ");
    }

    @Test
    void aPluginThatDiesInTheMiddleIsNoticed() throws Exception {
        send("{\"sequence\":1,\"type\":\"ca");
        toHost.close();
        assertThat(conversation.end())
                .hasValueSatisfying(reason -> assertThat(reason).contains("no JSON"));
    }

    @Test
    void whatWasSentBeforeTheEndIsHeard() throws Exception {
        send(CALL.formatted(1, "echo", "[1]"));
        toHost.close();
        assertThat(conversation.end()).isEmpty();
        assertThat(hopeless).isEmpty();
    }

    @Test
    void aHundredMegabytesAreNotTaken() throws Exception {
        Thread flood = new Thread(() -> {
            try {
                send("{\"sequence\":1,\"args\":[\"");
                byte[] block = new byte[1 << 20];
                java.util.Arrays.fill(block, (byte) 'x');
                for (int i = 0; i < 100; i++) {
                    toHost.write(block);
                }
            } catch (IOException e) {
                // The host has had enough.
            }
        });
        flood.start();
        assertThat(hopeless()).isEqualTo("it sent a message of more than 8388608 bytes");
        conversation.end();
        flood.join();
    }

    @Test
    void oneThatDoesNotReadItsRepliesIsLeftAlone() throws Exception {
        Thread flood = new Thread(() -> {
            try {
                for (int i = 0; i < 100_000; i++) {
                    send(CALL.formatted(i, "echo", "[\"" + "x".repeat(100) + "\"]"));
                }
            } catch (IOException e) {
                // The host has gone.
            }
        });
        flood.setDaemon(true);
        flood.start();
        Thread.sleep(200);
        long started = System.nanoTime();
        conversation.end();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)).isLessThan(10);
    }

    @Test
    void thePluginsInputStaysOpen() throws Exception {
        send(CALL.formatted(1, "echo", "[1]"));
        receive();
        toHost.close();
        try (FileChannel input =
                FileChannel.open(Path.of(URI.create(channel.arguments().get(1))), StandardOpenOption.WRITE)) {
            assertThat(input.write(ByteBuffer.wrap(new byte[] {'\n'})))
                    .isOne(); // somebody still has it open for reading
        }
        assertThat(receive()).isEmpty();
    }
}
