package dev.nydusview.image.source;

import static dev.nydusview.image.sample.SampleImage.descriptor;
import static dev.nydusview.image.sample.SampleImage.index;
import static dev.nydusview.image.sample.SampleImage.json;
import static dev.nydusview.image.sample.SampleImage.manifest;
import static dev.nydusview.image.sample.SampleImage.with;
import static dev.nydusview.image.source.Outcome.bytes;
import static dev.nydusview.image.source.Outcome.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.oci.OciImage;
import dev.nydusview.image.sample.SampleAccess;
import dev.nydusview.image.sample.SampleImage;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
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
    private static final ImageLibrary LIBRARY = ImageLibrary.open(LibrarySettings.UNCACHED);
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
        assertThatThrownBy(() -> resolve(registry.reference("bad"), SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
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
        assertThatThrownBy(() -> resolve(registry.reference("bad"), SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
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
            assertThatThrownBy(() -> resolve(registry.reference("bad"), SampleAccess.plain()))
                    .isInstanceOf(CorruptDataException.class)
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
        assertThatThrownBy(() -> resolve(registry.reference("bad"), SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
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
        try (ResolvedImage resolved = resolve(registry.reference("lines"), SampleAccess.plain())) {
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
            assertThatThrownBy(() -> LIBRARY.openPlain(registry.reference(tag), SampleAccess.plain()))
                    .isInstanceOf(CorruptDataException.class)
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
        try (OciImage plain = LIBRARY.openPlain(registry.reference("oci"), SampleAccess.plain())) {
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
            RegistryCatalog catalog = LIBRARY.catalog(registry.host(), SampleAccess.plain());
            assertThatThrownBy(catalog::repositories)
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageStartingWith("the list " + registry.host() + "/_catalog is corrupt: ");
            assertThatThrownBy(() -> catalog.tags("a"))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageStartingWith("the list " + registry.host() + "/tags/list is corrupt: ");
        }
    }

    private static void assertList(String list, String fault) throws IOException {
        Intercept filter = new Intercept(exchange -> Intercept.respond(exchange, 200, list));
        try (LayoutRegistry lists = LayoutRegistry.start("app", filter)) {
            RegistryCatalog catalog = LIBRARY.catalog(lists.host(), SampleAccess.plain());
            assertThatThrownBy(catalog::repositories)
                    .isInstanceOf(CorruptDataException.class)
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
            assertThatThrownBy(() -> resolve(tokens.reference("x"), SampleAccess.plain()))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageEndingWith("the token server's reply is malformed: " + fault);
        }
    }

    @Test
    void layoutsAreReadTheSameWay(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("index.json"), "{\"manifests\":[],\"Manifests\":[]}", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> resolve("oci:" + directory, SampleAccess.plain()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage(directory.resolve("index.json")
                        + " is corrupt: the name \"Manifests\" differs from \"manifests\" only by case, at /Manifests");
    }
}
