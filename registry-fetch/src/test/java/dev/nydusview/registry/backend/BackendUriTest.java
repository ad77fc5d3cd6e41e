package dev.nydusview.registry.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.backend.Backend.Addressing;
import dev.nydusview.registry.backend.Backend.Bucket;
import dev.nydusview.registry.backend.Backend.Connection;
import dev.nydusview.registry.backend.Backend.Storage;
import dev.nydusview.registry.ref.InvalidReferenceException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests backends in one line. */
class BackendUriTest {
    @Test
    void places() {
        assertThat(BackendUri.parse("dir:/a b")).isEqualTo(new Backend.Directories(List.of(Path.of("/a b"))));
        assertThat(BackendUri.parse("https://h/p?sig=x"))
                .isEqualTo(new Backend.Http("https://h/p?sig=x", Connection.USUAL))
                .hasToString("https://h/p");
        assertThat(BackendUri.parse("http://u:p@h/p")).hasToString("http://h/p");
        assertThat(BackendUri.parse("s3://b_1/x%20y?endpoint=http%3A%2F%2Fh:1&region=r&addressing=path"))
                .isEqualTo(new Bucket(
                        Storage.S3, "http://h:1", "b_1", "x y/", "r", Addressing.PATH, null, Connection.USUAL));
        assertThat(BackendUri.parse("oss://b"))
                .isEqualTo(new Bucket(Storage.OSS, "", "b", "", "", Addressing.AUTO, null, Connection.USUAL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/secret",
                "dir:",
                "ftp://secret/x",
                "s3:secret",
                "s3://",
                "s3://secret:secret@b/p",
                "s3://b/p?secret=1",
                "s3://b/p?region",
                "s3://b/p?addressing=secret",
                "s3://b/%zzsecret",
                "https://h/#secret"
            })
    void malformedOnesAreNotRepeated(String text) {
        assertThatThrownBy(() -> BackendUri.parse(text))
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessageStartingWith("invalid backend: ")
                .hasMessageNotContaining("secret=")
                .hasMessageNotContaining("secret@")
                .hasMessageNotContaining("/secret");
    }
}
