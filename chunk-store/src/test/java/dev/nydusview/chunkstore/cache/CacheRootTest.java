package dev.nydusview.chunkstore.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheRootTest {
    @TempDir
    Path parent;

    @Test
    void aCacheThatCannotBeMadeIsSaidToBeNone() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThat(CacheRoot.prepare(new CacheLayout(file.resolve("cache")))).isPresent();
        assertThat(CacheRoot.prepare(new CacheLayout(file))).isPresent();
        assertThat(CacheRoot.prepare(new CacheLayout(parent.resolve("cache")))).isEmpty();
    }
}
