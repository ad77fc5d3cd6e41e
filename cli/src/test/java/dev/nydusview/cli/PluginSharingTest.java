package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.jobs.output.Json;
import dev.nydusview.registry.layout.OciLayout;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.GoldenLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests several plugins over several images, which share mounts, the cache and requests. */
class PluginSharingTest extends PluginRuns {
    private static final Pattern RANGE = Pattern.compile("(\\S+) bytes=(\\d+)-(\\d+)");

    @Test
    void chunksAreFetchedOnceForAllPlugins() throws IOException {
        for (int i = 0; i < 10; i++) {
            plugin(
                    "reader-" + i,
                    "cat \"$NYDUSVIEW_ROOT\"/etc/* \"$NYDUSVIEW_ROOT\"/root/.ssh/* >/dev/null 2>&1; true\n");
        }
        Cli.Result result = run("--plugin-jobs", "5");

        assertThat(result.code()).as(result.err()).isZero();
        long fetched = 0;
        long most = 0;
        for (JsonNode scanner : receipt().get("scanners")) {
            long bytes = scanner.get("access").get("bytesFetched").asLong();
            fetched += bytes;
            most = Math.max(most, scanner.get("access").get("bytesAsked").asLong());
        }
        assertThat(fetched)
                .isPositive()
                .isEqualTo(receipt().get("transfer").get("bytes").asLong());
        assertThat(receipt().get("transfer").get("bytes").asLong()).isLessThan(2 * most);
    }

    @Test
    void tenPluginsShareOneMountAndOneCacheOfEachOfFiveImages() throws IOException {
        for (int i = 0; i < 10; i++) {
            plugin(
                    "reader-" + i,
                    "find \"$NYDUSVIEW_ROOT\" -xdev -type f -exec cat {} + >/dev/null && report Low \"$NYDUSVIEW_ROOT\"\n");
        }
        List<String> line = new ArrayList<>(List.of("scan", "--plugins", plugins.toString(), "--format", "json"));
        line.addAll(List.of("--jobs", "3", "--plugin-jobs", "4"));
        GoldenLayout golden = new GoldenLayout(directory.resolve("golden"));
        golden.image(GoldenImage.of("v5-lz4-blake3"), "v5");
        golden.image(GoldenImage.of("v6-merged"), "merged");
        golden.image(GoldenImage.of("v6-batch"), "batch");
        registry.add(OciLayout.open(golden.directory()));
        for (String tag : List.of("nydus-v6", "layers-nydus-v6", "v5", "merged", "batch")) {
            line.add(registry.reference(tag));
        }
        Cli.Result result = cli.run(line.toArray(String[]::new));

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode images = Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .get("images");
        Set<String> mounts = new HashSet<>();
        for (JsonNode image : images) {
            Set<String> roots = new HashSet<>();
            image.get("findings")
                    .forEach(finding ->
                            roots.add(finding.get("details").get(0).get("path").asString()));
            assertThat(image.get("findings")).hasSize(10);
            assertThat(roots).as("mounts of one image").hasSize(1);
            mounts.addAll(roots);
        }
        assertThat(mounts).hasSize(5);
        Transferred bytes = Transferred.of(faults.ranges());
        // What is fetched ahead goes over small gaps, in which there may be something that is here already.
        assertThat(bytes.twice()).isLessThan(bytes.all() / 20);
    }

    /** Numbers of bytes of blobs that were transferred, and of those that were transferred again. */
    private record Transferred(long all, long twice) {
        static Transferred of(List<String> ranges) {
            Map<String, BitSet> blobs = new HashMap<>();
            long all = 0;
            for (String range : ranges) {
                Matcher parts = RANGE.matcher(range);
                assertThat(parts.matches()).as(range).isTrue();
                int first = Integer.parseInt(parts.group(2));
                int end = Integer.parseInt(parts.group(3)) + 1;
                all += end - first;
                blobs.computeIfAbsent(parts.group(1), blob -> new BitSet()).set(first, end);
            }
            long once = blobs.values().stream().mapToLong(BitSet::cardinality).sum();
            return new Transferred(all, all - once);
        }
    }

    @Test
    void severalImagesAndTheCatalogue() throws IOException {
        plugin("reader", "report Low \"/$(cat \"$NYDUSVIEW_ROOT\"/etc/debian_version)\"\n");
        Cli.Result result = cli.run(
                "scan",
                registry.reference("nydus-v6"),
                registry.reference("layers-nydus-v6"),
                "--plugins",
                plugins.toString(),
                "--format",
                "json");

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode images = Json.read(result.out().getBytes(StandardCharsets.UTF_8), JsonNode.class)
                .get("images");
        assertThat(images).hasSize(2);
        assertThat(images.get(1).get("image").asString()).startsWith(registry.reference("layers-nydus-v6"));
        assertThat(images.get(1).get("findings")).hasSize(1);
    }
}
