package dev.nydusview.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of requests, and the bytes that come back. */
@Timeout(20)
class ServiceProtocolTest {
    private static final String NS = "\"namespace\":\"example.com/greeter\"";

    @TempDir
    Path directory;

    private PluginChannel channel;
    private Conversation conversation;
    private RawPlugin plugin;
    private final BlockingQueue<ProtocolViolation> breaches = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws IOException {
        channel = PluginChannel.open(directory);
        RunContext run = new RunContext("hello", "scan", "app:1");
        conversation = ServiceRegistry.of(List.of(new GreeterServices())).converse(channel, run, breaches::add);
        plugin = new RawPlugin(channel.arguments());
    }

    @AfterEach
    void close() throws IOException {
        conversation.close();
        plugin.close();
    }

    private ProtocolViolation violation() throws InterruptedException {
        return breaches.take();
    }

    @Test
    void callIsAnsweredByAnArray() throws IOException {
        assertThat(plugin.ask("{\"sequence\":1,\"type\":\"call\"," + NS + ",\"name\":\"greet\",\"args\":[\"you\"]}\n"))
                .isEqualTo("{\"sequence\":1,\"reply\":[\"hello you of hello at app:1\"]}\n");
    }

    @Test
    void functionWithoutResultHasAnEmptyArrayForAReply() throws IOException {
        assertThat(plugin.ask("{\"sequence\": 2, \"type\": \"call\", " + NS + ", \"name\": \"nothing\", \"args\": []}"))
                .isEqualTo("{\"sequence\":2,\"reply\":[]}\n");
        assertThat(plugin.ask("{\"sequence\":3,\"type\":\"call\"," + NS + ",\"name\":\"nothing\",\"args\":null}"))
                .isEqualTo("{\"sequence\":3,\"reply\":[]}\n");
    }

    @Test
    void namespacesAreDescribed() throws IOException {
        assertThat(plugin.ask("{\"sequence\":1,\"type\":\"hasNamespace\"," + NS + "}"))
                .isEqualTo("{\"sequence\":1,\"ok\":true}\n");
        assertThat(plugin.ask("{\"sequence\":2,\"type\":\"hasNamespace\",\"namespace\":\"x\"}"))
                .isEqualTo("{\"sequence\":2}\n");
        assertThat(plugin.ask("{\"sequence\":3,\"type\":\"getManifest\"," + NS + ",\"name\":\"\",\"args\":null}"))
                .isEqualTo("{\"sequence\":3,\"reply\":{\"language\":\"en\"}}\n");
        assertThat(plugin.ask("{\"sequence\":4,\"type\":\"listServices\"," + NS + "}"))
                .isEqualTo("{\"sequence\":4,\"services\":[\"crash\",\"greet\",\"nothing\",\"overrun\",\"refuse\"]}\n");
    }

    @Test
    void manyRequestsWithoutAnythingBetweenAreAnsweredEach() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int sequence = 300; sequence > 0; sequence--) {
            requests.append("{\"sequence\":")
                    .append(sequence)
                    .append(",\"type\":\"call\",")
                    .append(NS);
            requests.append(",\"name\":\"greet\",\"args\":[\"a } \\\" { [ ")
                    .append(sequence)
                    .append("\"]}");
        }
        plugin.send(requests.toString());
        for (int sequence = 300; sequence > 0; sequence--) {
            assertThat(plugin.reply())
                    .startsWith("{\"sequence\":" + sequence + ",\"reply\":[\"hello a } \\\" { [ " + sequence + " of");
        }
    }

    @Test
    void requestMayComeByteByByte() throws IOException {
        String request =
                " \r\n\t{\"args\":[\"\\\\\"],\"name\":\"greet\",\"type\":\"call\",\"sequence\":7," + NS + "} \n";
        for (byte b : request.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            plugin.send(new byte[] {b});
        }
        assertThat(plugin.reply()).isEqualTo("{\"sequence\":7,\"reply\":[\"hello \\\\ of hello at app:1\"]}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "call|x|greet|undefined namespace \\\"x\\\"",
                "getManifest|x||undefined namespace \\\"x\\\"",
                "listServices|x||undefined namespace \\\"x\\\"",
                "call|example.com/greeter|nobody|undefined service \\\"nobody\\\"",
                "shout|example.com/greeter|greet|invalid request type \\\"shout\\\"",
                "call|example.com/greeter|greet|greet: takes 1 argument, not 0",
                "call|example.com/greeter|refuse|refuse: no",
                "call|example.com/greeter|crash|panic in service: java.lang.IllegalStateException: broken",
            })
    void whatCannotBeDoneIsAnErrorAndTheConversationGoesOn(String type, String namespace, String name, String error)
            throws Exception {
        String request = "{\"sequence\":9,\"type\":\"" + type + "\",\"namespace\":\"" + namespace + "\",\"name\":\""
                + (name == null ? "" : name) + "\",\"args\":[]}";
        assertThat(plugin.ask(request)).isEqualTo("{\"sequence\":9,\"error\":\"" + error + "\"}\n");
        assertThat(plugin.ask("{\"sequence\":10,\"type\":\"hasNamespace\"," + NS + "}"))
                .contains("true");
        plugin.close();
        assertThat(conversation.end()).isEqualTo(new Outcome(2, 1, java.util.Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sequence\":1,\"type\":3,\"namespace\":\"x\"}",
                "{\"sequence\":1,\"type\":\"call\",\"namespace\":{\"a\":1}}",
                "{\"sequence\":1,\"type\":\"call\",\"namespace\":\"x\",\"name\":[]}",
                "{\"sequence\":1,\"type\":\"call\",\"namespace\":\"x\",\"args\":{}}"
            })
    void memberOfAnotherTypeIsAnError(String request) throws IOException {
        assertThat(plugin.ask(request)).startsWith("{\"sequence\":1,\"error\":\"invalid request: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "18446744073709551615", "9223372036854775808"})
    void sequenceMayTakeAllOf64Bits(String sequence) throws IOException {
        String request = "{\"sequence\":" + sequence + ",\"type\":\"hasNamespace\"," + NS + "}";
        assertThat(plugin.ask(request)).isEqualTo("{\"sequence\":" + sequence + ",\"ok\":true}\n");
        assertThat(plugin.ask(request)).as("again").isEqualTo("{\"sequence\":" + sequence + ",\"ok\":true}\n");
    }

    @Test
    void halfASurrogatePairIsNoObstacle() throws IOException {
        assertThat(plugin.ask("{\"sequence\":1,\"type\":\"call\",\"namespace\":\"\\ud800\"}"))
                .startsWith("{\"sequence\":1,\"error\":\"undefined namespace ");
        assertThat(plugin.ask(
                        "{\"sequence\":1,\"type\":\"call\"," + NS + ",\"name\":\"greet\",\"args\":[\"\\udc00\"]}"))
                .isEqualTo("{\"sequence\":1,\"reply\":[\"hello ? of hello at app:1\"]}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NOT_JSON|hello",
                "NOT_JSON|[1]",
                "NOT_JSON|{]",
                "NOT_JSON|{\"sequence\":1,}",
                "NOT_JSON|{\"sequence\":1 \"type\":2}",
                "NOT_A_REQUEST|{\"sequence\":-1}",
                "NOT_A_REQUEST|{\"sequence\":1.5}",
                "NOT_A_REQUEST|{\"sequence\":\"1\"}",
                "NOT_A_REQUEST|{\"sequence\":18446744073709551616}",
                "OVERRUN|{\"sequence\":1,\"type\":\"call\",\"namespace\":\"example.com/greeter\",\"name\":\"overrun\"}",
            })
    void whatCannotBeAnsweredEndsTheConversation(ProtocolViolation.Kind kind, String request) throws Exception {
        plugin.send(request);
        assertThat(violation().kind()).isEqualTo(kind);
        assertThat(conversation.end().violation())
                .hasValueSatisfying(why -> assertThat(why.kind()).isEqualTo(kind));
        assertThat(breaches).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() throws Exception {
        plugin.send("{\"sequence\":1,\"type\":\"call\"," + NS + ",\"name\":\"greet\",\"args\":[\"");
        plugin.send(new byte[] {(byte) 0xff, (byte) 0xe4, '"', ']', '}'});
        assertThat(plugin.reply()).isEqualTo("{\"sequence\":1,\"reply\":[\"hello \ufffd\ufffd of hello at app:1\"]}\n");
    }

    @Test
    void bytesOfAnotherEncodingAreNoJson() throws Exception {
        plugin.send("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
        plugin.send("{}");
        assertThat(violation().kind()).isEqualTo(ProtocolViolation.Kind.NOT_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void nestingIsBounded(String opening) throws Exception {
        plugin.send("{\"sequence\":1,\"args\":" + opening.repeat(5000) + "1"
                + (opening.equals("[") ? "]" : "}").repeat(5000) + "}");
        assertThat(violation().kind()).isEqualTo(ProtocolViolation.Kind.TOO_LARGE);
    }

    @Test
    void valuesAreCounted() throws Exception {
        plugin.send("{\"sequence\":1,\"args\":[1" + ",1".repeat(600_000) + "]}");
        assertThat(violation().why()).contains("Token count");
    }

    @Test
    void closingRemovesThePipesAtOnce() throws IOException {
        assertThat(channel.arguments()).hasSize(4);
        assertThat(channel.arguments().get(1)).startsWith("file:///").endsWith("/replies");
        conversation.close();
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void pipesBelongToTheirUserOnly() throws IOException {
        try (var files = Files.walk(directory).filter(path -> !path.equals(directory))) {
            assertThat(files.map(ServiceProtocolTest::permissions))
                    .containsExactlyInAnyOrder("rwx------", "rw-------", "rw-------");
        }
    }

    private static String permissions(Path path) {
        try {
            return java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void installedServicesAreFound() throws Exception {
        try (PluginChannel other = PluginChannel.open(directory);
                RawPlugin second = new RawPlugin(other.arguments());
                Conversation installed = ServiceRegistry.of(List.of())
                        .withOthers(ServiceRegistry.installed(GreeterServices.class.getClassLoader()))
                        .converse(other, new RunContext("p", "c", "i"), breaches::add)) {
            assertThat(second.ask("{\"sequence\":1,\"type\":\"hasNamespace\"," + NS + "}"))
                    .contains("true");
            second.stopWriting();
            assertThat(installed.end().requests()).isOne();
        }
    }

    @Test
    void installedServiceDoesNotTakeANamespaceThatIsTaken() {
        ServiceRegistry registry = ServiceRegistry.of(List.of(new GreeterServices()));
        assertThat(registry.withOthers(ServiceRegistry.installed(GreeterServices.class.getClassLoader())))
                .isNotNull();
        assertThatThrownBy(() -> registry.with(List.of(new GreeterServices())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
