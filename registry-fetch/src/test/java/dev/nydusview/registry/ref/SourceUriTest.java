package dev.nydusview.registry.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceUriTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:5000/app:1, localhost:5000/app:1",
        "docker://app, docker.io/library/app:latest",
        "oci:/srv/images, oci:/srv/images",
        "oci:images:v1, oci:images:v1",
        "oci:images:h.x/app:v1, oci:images:h.x/app:v1",
        "bootstrap:/srv/image.boot, bootstrap:/srv/image.boot",
        "docker-archive:/x.tar, docker-archive:/x.tar",
        "docker-archive:/x.tar:h.x:5000/app:v1, docker-archive:/x.tar:h.x:5000/app:v1",
        "oci-archive:x.tar:v1, oci-archive:x.tar:v1",
        "dir:/x:y, dir:/x:y",
    })
    void parsesEachKindOfSource(String text, String canonical) {
        assertThat(SourceUri.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-daemon:app:1", "containers-storage:app", "tarball:x.tar"})
    void otherTransportsAreRefusedByName(String text) {
        String transport = text.substring(0, text.indexOf(':') + 1);
        assertThatThrownBy(() -> SourceUri.parse(text))
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessage("invalid image source \"" + text + "\": " + transport + " is not read; copy the image with"
                        + " \"skopeo copy " + transport + "... oci:DIR:TAG\" and name oci:DIR:TAG");
    }

    @Test
    void explainsWhatIsNoSource() {
        assertThatThrownBy(() -> SourceUri.parse("https://h.x/app"))
                .hasMessage("invalid image source \"https://h.x/app\":"
                        + " write HOST/NAME:TAG, docker://HOST/NAME:TAG, oci:DIR[:TAG], oci-archive:FILE[:TAG],"
                        + " docker-archive:FILE[:NAME:TAG], dir:DIR or bootstrap:FILE");
        assertThatThrownBy(() -> SourceUri.parse("oci:"))
                .hasMessage("invalid image source \"oci:\": the path is missing");
        assertThatThrownBy(() -> SourceUri.parse("oci:dir:"))
                .hasMessage("invalid image source \"oci:dir:\": the tag after ':' is missing");
    }
}
