import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints the SBOM of a package, in CycloneDX: the one that Maven made of the jars, with the runtime and the Python packages
 * that lie beside them. Its time is that of the commit, and its number follows from its contents.
 */
final class Sbom {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Sbom() {}

    /** Takes Maven's SBOM, the tree of the program, and the version; the time is in {@code SOURCE_DATE_EPOCH}. */
    public static void main(String[] arguments) throws IOException {
        ObjectNode document = (ObjectNode) JSON.readTree(Path.of(arguments[0]));
        Path tree = Path.of(arguments[1]);
        ArrayNode components = document.withArrayProperty("components");
        components.add(runtime(tree.resolve("runtime/release")));
        try (Stream<Path> packages = Files.list(tree.resolve("share/python"))) {
            List<Path> described =
                    packages.filter(path -> path.toString().endsWith(".dist-info")).sorted().toList();
            for (Path description : described) {
                components.add(pythonPackage(Files.readAllLines(description.resolve("METADATA"))));
            }
        }
        ObjectNode metadata = document.withObjectProperty("metadata");
        metadata.put("timestamp", Instant.ofEpochSecond(Long.parseLong(System.getenv("SOURCE_DATE_EPOCH"))).toString());
        metadata.withObjectProperty("component").put("name", "nydusview").put("version", arguments[2]);
        document.remove("serialNumber");
        byte[] contents = JSON.writeValueAsBytes(document);
        document.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(contents));
        System.out.write(JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
        System.out.println();
    }

    private static ObjectNode runtime(Path release) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(release)) {
            properties.load(in);
        }
        String version = unquoted(properties, "JAVA_RUNTIME_VERSION");
        ObjectNode runtime = component("platform", "openjdk", version, "pkg:generic/openjdk@" + version.replace("+", "%2B"));
        runtime.put("publisher", unquoted(properties, "IMPLEMENTOR"));
        licence(runtime, "expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        ArrayNode modules = runtime.withArrayProperty("properties");
        modules.addObject().put("name", "nydusview:modules").put("value", unquoted(properties, "MODULES"));
        return runtime;
    }

    private static String unquoted(Properties properties, String name) {
        return properties.getProperty(name, "unknown").replace("\"", "");
    }

    private static ObjectNode pythonPackage(List<String> metadata) {
        String name = field(metadata, "Name");
        String version = field(metadata, "Version");
        ObjectNode component = component("library", name, version, "pkg:pypi/" + name + "@" + version);
        if (metadata.contains("Classifier: License :: OSI Approved :: BSD License")) {
            licence(component, "expression", "BSD-3-Clause");
        }
        return component;
    }

    private static String field(List<String> metadata, String name) {
        return metadata.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode component(String type, String name, String version, String purl) {
        ObjectNode component = JSON.createObjectNode();
        component.put("type", type).put("bom-ref", purl).put("name", name).put("version", version);
        return component.put("purl", purl);
    }

    private static void licence(ObjectNode component, String kind, String text) {
        component.withArrayProperty("licenses").addObject().put(kind, text);
    }
}
