package dev.nydusview.image.sample;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.testkit.LayoutRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A Nydus image as far as a registry sees it; its bootstrap, except for the magic, and its blob are random bytes. */
public final class SampleImage {
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    public static final String BLOB = "application/vnd.oci.image.layer.nydus.blob.v1";
    public static final String NYDUS_ARTIFACT = "application/vnd.nydus.image.manifest.v1+json";

    private final byte[] boot;
    private final byte[] meta;
    private final byte[] blob;

    public SampleImage(long seed) {
        Random random = new Random(seed);
        boot = new byte[5000];
        random.nextBytes(boot);
        ByteBuffer.wrap(boot).order(ByteOrder.LITTLE_ENDIAN).putInt(0x5241_4653);
        meta = new byte[4096];
        random.nextBytes(meta);
        blob = new byte[100_000];
        random.nextBytes(blob);
    }

    public byte[] boot() {
        return boot.clone();
    }

    public byte[] meta() {
        return meta.clone();
    }

    public byte[] blob() {
        return blob.clone();
    }

    public String blobId() {
        return Sha256.of(blob).hex();
    }

    /** The tar of the bootstrap layer. */
    public byte[] tar() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("image/", new byte[0]);
        entries.put("image/image.boot", boot);
        entries.put("image/" + blobId() + ".blob.meta", meta);
        return tar(entries);
    }

    /** Adds blob, layer and manifest to {@code registry}. */
    public Descriptor addTo(LayoutRegistry registry, String tag) {
        return registry.addManifest(tag, MediaTypes.OCI_MANIFEST, addLayersTo(registry, "6"));
    }

    /** Adds everything except the manifest, whose bytes are returned. */
    public byte[] addLayersTo(LayoutRegistry registry, String fsVersion) {
        return manifest(
                layer(registry.addBlob(BLOB, blob), "\"containerd.io/snapshot/nydus-blob\":\"true\""),
                layer(registry.addBlob(LAYER, gzip(tar())), bootstrapAnnotations(fsVersion)));
    }

    public static String bootstrapAnnotations(String fsVersion) {
        return "\"containerd.io/snapshot/nydus-bootstrap\":\"true\"," + "\"containerd.io/snapshot/nydus-fs-version\":\""
                + fsVersion + "\"";
    }

    /** A layer in a manifest. */
    public static String layer(Descriptor layer, String annotations) {
        return descriptor(layer, "\"annotations\":{" + annotations + "}");
    }

    public static String descriptor(Descriptor content, String more) {
        return "{\"mediaType\":\"" + content.mediaType() + "\",\"digest\":\"" + content.digest() + "\",\"size\":"
                + content.size() + (more.isEmpty() ? "" : "," + more) + "}";
    }

    public static byte[] manifest(String... layers) {
        return json("{\"schemaVersion\":2,\"layers\":[" + String.join(",", layers) + "]}");
    }

    public static byte[] index(String... manifests) {
        return json("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", manifests) + "]}");
    }

    /** {@code document} with further members, as JSON, at its end. */
    public static byte[] with(byte[] document, String members) {
        String text = new String(document, StandardCharsets.UTF_8);
        return json(text.substring(0, text.length() - 1) + "," + members + "}");
    }

    /** Returns the member of a manifest that refers to another one. */
    public static String subject(Descriptor subject) {
        return "\"subject\":" + descriptor(subject, "");
    }

    /** The manifest of an image that no converter has seen. */
    public static byte[] plainManifest() {
        return manifest(layer(Descriptor.of(LAYER, new Sha256("ab".repeat(32)), 1000), ""));
    }

    public static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] tar(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                TarArchiveEntry header = new TarArchiveEntry(entry.getKey());
                header.setSize(entry.getValue().length);
                header.setModTime(0);
                tar.putArchiveEntry(header);
                tar.write(entry.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
