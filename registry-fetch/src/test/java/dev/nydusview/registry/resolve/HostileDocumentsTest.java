package dev.nydusview.registry.resolve;

import static dev.nydusview.registry.resolve.Outcome.bytes;
import static dev.nydusview.registry.resolve.Outcome.resolve;
import static dev.nydusview.registry.sample.SampleImage.descriptor;
import static dev.nydusview.registry.sample.SampleImage.index;
import static dev.nydusview.registry.sample.SampleImage.json;
import static dev.nydusview.registry.sample.SampleImage.manifest;
import static dev.nydusview.registry.sample.SampleImage.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.RafsFormatException;
import dev.nydusview.registry.OciImage;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.catalog.RegistryCatalog;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.sample.Access;
import dev.nydusview.registry.sample.Intercept;
import dev.nydusview.registry.sample.SampleImage;
import dev.nydusview.registry.serve.LayoutRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents in which another reader would see something else, each served under the digest that is asked for. */
final class HostileDocumentsTest {
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String ROOTFS =
            "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + "0".repeat(64) + "\"]}";

    private final SampleImage image = new SampleImage(1);
    private LayoutRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = LayoutRegistry.start("app");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private void assertCorrupt(byte[] manifest, String fault) {
        registry.addManifest("bad", MediaTypes.OCI_MANIFEST, manifest);
        assertThatThrownBy(() -> resolve(registry.reference("bad"), Access.plain()))
                .isInstanceOf(RafsFormatException.class)
                .hasMessage("the manifest of " + registry.reference("bad") + " is corrupt: " + fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Layers",
                "LAYERS",
                "layer\u017f",
                "layer\\u017f",
                "Config",
                "Subject",
                "\u017fubject",
                "Annotations",
                "MediaType",
                "mediatype",
                "SchemaVersion",
                "ArtifactType",
                "Manifests",
                "FsLayers",
                "Blobs"
            })
    void manifestWithAFoldedNameIsCorrupt(String name) {
        String shown = name.replace("\\u017f", "\u017f");
        byte[] folded = with(image.addLayersTo(registry, "6"), "\"" + name + "\":null");
        registry.addManifest("bad", MediaTypes.OCI_MANIFEST, folded);
        assertThatThrownBy(() -> resolve(registry.reference("bad"), Access.plain()))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageContaining(" is corrupt: the name \"" + shown + "\" differs from \"")
                .hasMessageEndingWith("\" only by case, at /" + shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest",
                "Size",
                "\u017fize",
                "MediaType",
                "URLs",
                "Data",
                "Platform",
                "Annotations",
                "ArtifactType"
            })
    void descriptorWithAFoldedNameIsCorrupt(String name) {
        String member = "\"" + name + "\":null";
        Descriptor layer = registry.addBlob(SampleImage.LAYER, new byte[] {1});
        String end = " only by case, at /layers/0/" + name;
        for (byte[] bad : new byte[][] {manifest(descriptor(layer, member)), index(descriptor(layer, member))}) {
            registry.addManifest("bad", MediaTypes.OCI_MANIFEST, bad);
            assertThatThrownBy(() -> resolve(registry.reference("bad"), Access.plain()))
                    .isInstanceOf(RafsFormatException.class)
                    .message()
                    .satisfies(message ->
                            assertThat(message.replace("manifests", "layers")).endsWith(end));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OS", "o\u017f", "Architecture", "Variant", "OS.Version", "os.Feature\u017f", "Features"})
    void platformWithAFoldedNameIsCorrupt(String name) {
        Descriptor layer = registry.addBlob(SampleImage.LAYER, new byte[] {1});
        registry.addManifest(
                "bad", MediaTypes.OCI_INDEX, index(descriptor(layer, "\"platform\":{\"" + name + "\":\"x\"}")));
        assertThatThrownBy(() -> resolve(registry.reference("bad"), Access.plain()))
                .isInstanceOf(RafsFormatException.class)
                .hasMessageEndingWith("\" only by case, at /manifests/0/platform/" + name);
    }

    @Test
    void namesThatOccurTwiceAreCorruptAtAnyDepth() {
        byte[] good = image.addLayersTo(registry, "6");
        assertCorrupt(with(good, "\"layers\":[]"), "the name \"layers\" occurs twice, at /layers");
        assertCorrupt(with(good, "\"x\":{\"y\":1,\"y\":2}"), "the name \"y\" occurs twice, at /x/y");
        assertCorrupt(
                with(good, "\"annotations\":{\"a\":\"1\",\"a\":\"2\"}"),
                "the name \"a\" occurs twice, at /annotations/a");
        assertCorrupt(
                with(good, "\"config\":{\"digest\":\"a\",\"digest\":\"b\"}"),
                "the name \"digest\" occurs twice, at /config/digest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'mediaType':'a\\u001b[2J' | a text has the control character U+001B, at /mediaType",
                "'artifactType':'a\\u009b2J' | a text has the control character U+009B, at /artifactType",
                "'annotations':{'title':'\\u202egpj.exe'} | a text has the control character U+202E, at /annotations/title",
                "'annotations':{'a\\u0007':''} | a name has the control character U+0007, at /annotations/a\\x07",
                "'config':{'digest':'\\u007f'} | a text has the control character U+007F, at /config/digest",
            })
    void manifestWithControlCharactersIsCorrupt(String members, String fault) {
        assertCorrupt(with(image.addLayersTo(registry, "6"), members.replace('\'', '"')), fault);
    }

    @Test
    void annotationsOfSeveralLinesAreReadAsEver() throws IOException {
        byte[] lines = with(image.addLayersTo(registry, "6"), "\"annotations\":{\"description\":\"a\\n\\tb\\r\\n\"}");
        registry.addManifest("lines", MediaTypes.OCI_MANIFEST, lines);
        try (ResolvedImage resolved = resolve(registry.reference("lines"), Access.plain())) {
            assertThat(bytes(resolved.bootstrap())).isEqualTo(image.boot());
        }
    }

    @Test
    void deepAndLargeDocumentsAreCorrupt() {
        String fault = "nested too deeply, or with too many parts or too long a number";
        assertCorrupt(json("{\"layers\":" + "[".repeat(70) + "]".repeat(70) + "}"), fault);
        assertCorrupt(json("{\"layers\":[" + "{},".repeat(300_000) + "{}]}"), fault);
        assertCorrupt(json("{\"schemaVersion\":" + "9".repeat(70) + "}"), fault);
        assertCorrupt(json("{\"schemaVersion\":\"2\"}"), "\"schemaVersion\" is not a whole number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{R,\"Rootfs\":null}",
                "{R,\"OS\":\"linux\"}",
                "{R,\"rootfs\":null}",
                "{\"rootfs\":{\"diff_ids\":[],\"Diff_IDs\":[]}}",
                "{R,\"config\":{\"Env\":[],\"env\":[]}}",
                "{R,\"config\":{\"u\u017fer\":\"root\"}}",
                "{R,\"config\":{\"Entrypoint\":[],\"Entrypoint\":[]}}",
                "{R,\"history\":[{\"Empty_Layer\":true}]}",
                "{R} {}",
                "[]",
                "no"
            })
    void configurationThatReadersReadDifferentlyIsCorrupt(String text) {
        Descriptor config = registry.addBlob(CONFIG, json(text.replace("R", ROOTFS)));
        String layers = descriptor(registry.addBlob(SampleImage.LAYER, new byte[] {1}), "");
        Descriptor plain = registry.addManifest(
                "oci", MediaTypes.OCI_MANIFEST, with(manifest(layers), "\"config\":" + descriptor(config, "")));
        registry.addManifest("index", MediaTypes.OCI_INDEX, index(descriptor(plain, "")));
        for (String tag : new String[] {"oci", "index"}) {
            assertThatThrownBy(() -> OciImage.open(
                            registry.reference(tag), Access.plain().options()))
                    .isInstanceOf(RafsFormatException.class)
                    .hasMessageContaining("onfiguration")
                    .hasMessageContaining("corrupt");
        }
    }

    @Test
    void labelsAndPortsAreData() throws IOException {
        String labels = "{" + ROOTFS + ",\"config\":{\"Labels\":{\"User\":\"a\",\"user\":\"b\\nc\",\"USER\":\"\"},"
                + "\"ExposedPorts\":{\"80/tcp\":{},\"80/TCP\":{}}}}";
        Descriptor config = registry.addBlob(CONFIG, json(labels));
        String layers = descriptor(registry.addBlob(SampleImage.LAYER, new byte[] {1}), "");
        registry.addManifest(
                "oci", MediaTypes.OCI_MANIFEST, with(manifest(layers), "\"config\":" + descriptor(config, "")));
        try (OciImage plain =
                OciImage.open(registry.reference("oci"), Access.plain().options())) {
            assertThat(plain.layers()).hasSize(1);
        }
    }

    @Test
    void listsOfARegistryAreReadTheSameWay() throws IOException {
        assertList("{\"repositories\":[\"a\"],\"repositories\":[\"b\"]}", "the name \"repositories\" occurs twice");
        assertList("{\"repositories\":[\"a\"],\"Repositories\":[\"b\"]}", "differs from \"repositories\" only by case");
        assertList("{\"repositorie\u017f\":[\"b\"]}", "differs from \"repositories\" only by case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "A", "a\\u001b[31m", "a:b/c", ""})
    void namesInListsThatNoReferenceHasAreCorrupt(String name) throws IOException {
        String lists = "{\"repositories\":[\"a\",\"" + name + "\"],\"tags\":[\"1\",\"" + name + "/\"]}";
        Intercept filter = new Intercept(exchange -> Intercept.respond(exchange, 200, lists));
        try (LayoutRegistry registry = LayoutRegistry.start("app", filter)) {
            RegistryCatalog catalog =
                    new RegistryCatalog(registry.host(), Access.plain().options());
            assertThatThrownBy(catalog::repositories)
                    .isInstanceOf(RafsFormatException.class)
                    .hasMessageStartingWith("the list " + registry.host() + "/_catalog is corrupt: ");
            assertThatThrownBy(() -> catalog.tags("a"))
                    .isInstanceOf(RafsFormatException.class)
                    .hasMessageStartingWith("the list " + registry.host() + "/tags/list is corrupt: ");
        }
    }

    private static void assertList(String list, String fault) throws IOException {
        Intercept filter = new Intercept(exchange -> Intercept.respond(exchange, 200, list));
        try (LayoutRegistry lists = LayoutRegistry.start("app", filter)) {
            RegistryCatalog catalog =
                    new RegistryCatalog(lists.host(), Access.plain().options());
            assertThatThrownBy(catalog::repositories)
                    .isInstanceOf(RafsFormatException.class)
                    .hasMessageContaining("the list is corrupt: ")
                    .hasMessageContaining(fault);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'token':'a','token':'b'} | the name \"token\" occurs twice, at /token",
                "{'token':'a','Token':'b'} | the name \"Token\" differs from \"token\" only by case, at /Token",
                "{'to\\u212aen':'b'} | the name \"to\u212aen\" differs from \"token\" only by case, at /to\u212aen",
            })
    void tokensThatCouldBeOthersAreRefused(String reply, String fault) throws IOException {
        Intercept filter =
                new Intercept(exchange -> exchange.getRequestURI().getPath().equals("/token")
                        ? Intercept.respond(exchange, 200, reply.replace('\'', '"'))
                        : Intercept.respond(
                                exchange,
                                401,
                                "",
                                "WWW-Authenticate: Bearer realm=\"http://"
                                        + exchange.getRequestHeaders().getFirst("Host") + "/token\""));
        try (LayoutRegistry tokens = LayoutRegistry.start("app", filter)) {
            assertThatThrownBy(() -> resolve(tokens.reference("x"), Access.plain()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageEndingWith("the token server's reply is malformed: " + fault);
        }
    }

    @Test
    void layoutsAreReadTheSameWay(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("index.json"), "{\"manifests\":[],\"Manifests\":[]}", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> resolve("oci:" + directory, Access.plain()))
                .isInstanceOf(RafsFormatException.class)
                .hasMessage(directory.resolve("index.json")
                        + " is corrupt: the name \"Manifests\" differs from \"manifests\" only by case, at /Manifests");
    }
}
