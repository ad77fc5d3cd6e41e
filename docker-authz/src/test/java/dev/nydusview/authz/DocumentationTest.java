package dev.nydusview.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.authz.policy.PolicyReader;
import dev.nydusview.authz.policy.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationTest {
    @TempDir
    Path directory;

    @Test
    void theExampleIsAPolicy() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "authz.md"));
        int start = page.indexOf("```json\n") + "```json\n".length();
        Path file =
                Files.writeString(directory.resolve("authz.json"), page.substring(start, page.indexOf("```", start)));
        assertThat(PolicyReader.read(file).rules())
                .extracting(Rule::name)
                .containsExactly("base images", "production", "what is pushed", "images of this host");
    }
}
