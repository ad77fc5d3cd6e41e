package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nydusview.cli.transcript.OwnTranscript;
import dev.nydusview.cli.transcript.RealTranscript;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the prompt with that of {@code nydus-image inspect}, except for the differences that docs/inspect.md lists.
 */
class InspectTranscriptTest {
    private static final Set<String> ALWAYS_ANSWERED = Set.of("stats", "ls", "blobs", "prefetch");

    private Cli cli;

    @BeforeEach
    void setUp(@TempDir Path directory) {
        cli = new Cli(directory);
    }

    static Stream<GoldenImage> images() {
        return GoldenImage.all();
    }

    @ParameterizedTest
    @MethodSource("images")
    void promptSaysTheSameFacts(GoldenImage image) throws IOException {
        compare(image, new RealTranscript(image.promptOutput()));
    }

    /** The same with the real tool itself, of any version that can read the image. */
    @ParameterizedTest
    @MethodSource("images")
    void livePromptSaysTheSameFacts(GoldenImage image, @TempDir Path directory)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nydus-image", "inspect"));
        if (image.isInline()) {
            // It leaves files beside the blob.
            Path blob = Files.copy(
                    image.bootstrap(), directory.resolve(image.bootstrap().getFileName()));
            command.addAll(List.of("-D", directory.toString(), blob.toString()));
        } else {
            command.addAll(List.of("-B", image.bootstrap().toString()));
        }
        Path input = Files.writeString(directory.resolve("input"), GoldenImage.promptInput());
        Process tool;
        try {
            tool = new ProcessBuilder(command)
                    .redirectInput(input.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            tool = abort("nydus-image is not installed");
        }
        String printed = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(tool.waitFor() == 0, "nydus-image does not read " + image);
        compare(image, new RealTranscript(printed));
    }

    private void compare(GoldenImage image, RealTranscript real) throws IOException {
        List<String> input = GoldenImage.promptInput().lines().toList();
        Cli.Result result = cli.with("NYDUSVIEW_BLOB_DIR", image.blobs().toString())
                .input(GoldenImage.promptInput())
                .run("inspect", "-q", "bootstrap:" + image.bootstrap());
        OwnTranscript own = new OwnTranscript(result.out(), input);
        Map<String, String> blobIds = blobIds(own.answer(input.indexOf("blobs")));
        for (int i = 0; i < input.size(); i++) {
            String request = input.get(i);
            Set<String> expected = new LinkedHashSet<>(real.facts(i, request));
            Set<String> actual = own.facts(i, request, blobIds);
            if (request.startsWith("chunk ")) {
                assertThat(withoutShared(expected)).as(request).isEqualTo(withoutShared(actual));
                continue;
            }
            // A hard link has the requested name; an empty file has no stored bytes.
            expected.removeIf(fact -> fact.startsWith("Name=") && !expected.contains("Nlink=1"));
            expected.removeIf(fact -> fact.endsWith(": stored 0@0"));
            // The device slot has no address if it has no name of a blob.
            expected.removeIf(fact -> image.isInline() && fact.endsWith("Mapped Block Address=0"));
            assertThat(expected.isEmpty())
                    .as(request)
                    .isEqualTo(!ALWAYS_ANSWERED.contains(request) && actual.isEmpty());
            assertThat(actual).as(request).containsAll(expected);
            assertThat(own.answer(i).isEmpty()).as(request).isEqualTo(isSilent(real.answer(i), request));
            if (request.equals("stat hard1") && !actual.isEmpty()) {
                assertThat(actual).contains("Name=hard1", "Path=/links/hard1");
            }
        }
        assertThat(result.err()).contains("unknown request 'bogus'", "nowhere: no such file or directory", "999999");
    }

    /** The real tool finds chunks in a batch at offset 0, where they are not. */
    private static Set<String> withoutShared(Set<String> uses) {
        Set<String> alone = new LinkedHashSet<>(uses);
        alone.removeIf(use -> use.contains(" stored 0@0 "));
        return alone;
    }

    private static boolean isSilent(String answer, String request) {
        return request.startsWith("cd ")
                || request.startsWith("bogus")
                || request.equals("exit")
                || answer.isBlank()
                || answer.contains("Failed to execute");
    }

    private static Map<String, String> blobIds(List<String> blobs) {
        Map<String, String> ids = new HashMap<>();
        blobs.stream()
                .filter(line -> line.startsWith("Blob ID:"))
                .forEach(line -> ids.put(Integer.toString(ids.size()), line.replaceAll(".* ", "")));
        return ids;
    }
}
