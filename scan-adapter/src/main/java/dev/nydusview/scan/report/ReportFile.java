package dev.nydusview.scan.report;

import dev.nydusview.base.json.Documents;
import dev.nydusview.scan.scanner.ReportShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Standard output of a scanner. */
public final class ReportFile {
    /** A report is held in memory to be checked and named. */
    public static final long MAX_SIZE = 64L << 20;

    /** Place of the findings in a SARIF log. */
    private static final String RUNS = "/runs";

    private final byte[] bytes;
    private final ReportShape shape;

    private ReportFile(byte[] bytes, ReportShape shape) {
        this.bytes = bytes;
        this.shape = shape;
    }

    public static ReportFile read(Path file, ReportShape shape) throws IOException {
        return new ReportFile(Files.readAllBytes(file), shape);
    }

    /** Returns the reason why the output is not a report; null if it is one. */
    public @Nullable String fault() {
        if (!shape.json()) {
            return isText() ? null : "it has bytes that are not text";
        }
        try {
            JsonNode document = ForeignDocument.read(bytes);
            List<String> missing = shape.required().stream()
                    .filter(member -> !document.has(member))
                    .toList();
            if (document.isMissingNode() || document.isNull()) {
                return "it is empty";
            }
            return missing.isEmpty() ? null : "it is JSON without " + missing.get(0);
        } catch (IOException e) {
            return "it is not JSON: " + e.getMessage();
        }
    }

    private boolean isText() {
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the version of the scanner in the report; null if it has none. */
    public @Nullable String version() throws IOException {
        if (!shape.json() || shape.versions().isEmpty()) {
            return null;
        }
        JsonNode document = ForeignDocument.read(bytes);
        for (String pointer : shape.versions()) {
            String version = document.at(pointer).asString("");
            if (!version.isEmpty()) {
                return version;
            }
        }
        return null;
    }

    /**
     * Returns the report with the image's name.
     *
     * @param directory the scanned directory, by the scanner's name
     * @param image name to put in its place
     * @param configuration the report of the image's configuration; null for none
     * @param findings place in a JSON document, as a pointer, of the array to which those of the configuration are added;
     *     null for none
     */
    public byte[] named(Path directory, String image, @Nullable ReportFile configuration, @Nullable String findings)
            throws IOException {
        byte[] own = renamed(bytes, directory.toString(), image, shape);
        if (!shape.json()) {
            return configuration == null ? own : joined(own, configuration.bytes);
        }
        JsonNode document = ForeignDocument.read(own);
        boolean changed = name(document, image);
        if (configuration != null && findings != null) {
            changed |= add(document, ForeignDocument.read(configuration.bytes), findings, image);
        }
        return changed ? Documents.write(document) : own;
    }

    /**
     * Puts {@code name} for {@code standIn} in a report that was named by that, as a part of a JSON string if it is
     * one.
     */
    public static byte[] renamed(byte[] report, String standIn, String name, ReportShape shape) throws IOException {
        String fit = name;
        if (shape.json()) {
            String quoted = new String(Documents.write(name), StandardCharsets.UTF_8).strip();
            fit = quoted.substring(1, quoted.length() - 1);
        }
        return replaced(report, standIn, fit);
    }

    /** The same report for a configuration that lies in {@code directory}. */
    public ReportFile renamed(Path directory, String name) throws IOException {
        return new ReportFile(renamed(bytes, directory.toString(), name, shape), shape);
    }

    private static byte[] replaced(byte[] bytes, String old, String name) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace(latin(old), latin(name))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A text of the same bytes in UTF-8, as Latin-1 has a character for each byte. */
    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private boolean name(JsonNode document, String image) {
        boolean changed = false;
        for (String pointer : shape.names()) {
            JsonPointer place = JsonPointer.compile(pointer);
            JsonNode parent = document.at(place.head());
            String member = place.last().getMatchingProperty();
            if (parent instanceof ObjectNode object
                    && object.has(member)
                    && !object.get(member).asString("").equals(image)) {
                object.put(member, image);
                changed = true;
            }
        }
        return changed;
    }

    private static boolean add(JsonNode document, JsonNode configuration, String findings, String image) {
        JsonPointer place = JsonPointer.compile(findings);
        if (!(configuration.at(place) instanceof ArrayNode found)
                || found.isEmpty()
                || !(document.at(place.head()) instanceof ObjectNode report)) {
            return false;
        }
        if (findings.equals(RUNS)) {
            tell(document.at(place), "image");
            tell(found, "image configuration");
        }
        for (JsonNode finding : found) {
            if (finding instanceof ObjectNode object && object.has("Target")) {
                object.put(
                        "Target",
                        image + " (image configuration): "
                                + object.path("Target").asString(""));
            }
        }
        ArrayNode all = document.at(place) instanceof ArrayNode own
                ? own
                : report.putArray(place.last().getMatchingProperty());
        found.forEach(finding -> {
            if (!findings.equals(RUNS) || !finding.path("results").isEmpty()) {
                all.add(finding);
            }
        });
        return true;
    }

    /** Gives runs of one tool different identities, by their subjects. */
    private static void tell(JsonNode runs, String name) {
        for (JsonNode run : runs) {
            if (run instanceof ObjectNode object && !object.has("automationDetails")) {
                object.putObject("automationDetails").put("id", name + "/");
            }
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
