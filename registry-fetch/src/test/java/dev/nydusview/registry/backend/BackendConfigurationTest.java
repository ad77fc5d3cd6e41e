package dev.nydusview.registry.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.backend.Backend.AccessKeys;
import dev.nydusview.registry.backend.Backend.Addressing;
import dev.nydusview.registry.backend.Backend.Bucket;
import dev.nydusview.registry.backend.Backend.Connection;
import dev.nydusview.registry.backend.Backend.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that nydusd's configuration files are read in all of their forms. */
class BackendConfigurationTest {
    private static final String MEMBERS = "\"endpoint\":\"s3.example\",\"region\":\"r\",\"bucket_name\":\"b\","
            + "\"object_prefix\":\"p/\",\"access_key_id\":\"the-id\",\"access_key_secret\":\"the-secret\"";

    @TempDir
    Path directory;

    private Backend read(String content) throws IOException {
        return BackendConfiguration.read(Files.writeString(directory.resolve("backend"), content));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"device\":{\"backend\":{\"type\":\"s3\",\"config\":{%s}}},\"mode\":\"direct\"}",
                "{\"version\":2,\"backend\":{\"type\":\"s3\",\"s3\":{%s}},\"cache\":{\"type\":\"blobcache\"}}",
                "\n {%s}"
            })
    void formsOfJson(String form) throws IOException {
        Backend backend = read(form.formatted(MEMBERS));
        assertThat(backend)
                .isEqualTo(new Bucket(
                        Storage.S3,
                        "s3.example",
                        "b",
                        "p/",
                        "r",
                        Addressing.AUTO,
                        new AccessKeys(
                                "the-id",
                                "the-secret",
                                null,
                                directory.resolve("backend").toString()),
                        Connection.USUAL));
        assertThat(backend.toString()).doesNotContain("the-id", "the-secret");
    }

    @Test
    void toml() throws IOException {
        Backend backend = read(
                """
                version = 2
                [backend]
                type = "oss"
                [backend.oss]
                scheme = "http"
                endpoint = "oss.example"
                bucket_name = "b"
                skip_verify = true
                ca_cert_files = ["/ca.pem"]
                [backend.oss.proxy]
                url = "http://proxy:1"
                """);
        assertThat(backend)
                .isEqualTo(new Bucket(
                        Storage.OSS,
                        "http://oss.example",
                        "b",
                        "",
                        "",
                        Addressing.AUTO,
                        null,
                        new Connection(true, List.of(Path.of("/ca.pem")), "http://proxy:1")));
    }

    @Test
    void otherTypes() throws IOException {
        assertThat(read("{\"dir\":\"/a\",\"alt_dirs\":[\"/b\"]}"))
                .isEqualTo(new Backend.Directories(List.of(Path.of("/a"), Path.of("/b"))));
        assertThat(read("{\"blob_file\":\"/a\"}")).isEqualTo(new Backend.SingleFile(Path.of("/a")));
        assertThat(read("{\"addr\":\"http://h:1/\",\"path\":\"ns/blobs\"}"))
                .isEqualTo(new Backend.Http("http://h:1/ns/blobs", Connection.USUAL));
        assertThat(read("{\"host\":\"h\",\"repo\":\"a/b\",\"scheme\":\"http\",\"auth\":\"dTpw\"}"))
                .isEqualTo(new Backend.Repository("h", "a/b", "http", "dTpw", Connection.USUAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}|it has neither device.backend nor backend, nor members of a backend such as bucket_name",
                "{\"backend\":{\"type\":\"s3\"}}|the backend \"s3\" is not configured",
                "{\"backend\":{}}|its backend has no type",
                "{\"bucket_name\":\"\"}|\"bucket_name\" of its backend is missing",
                "{\"bucket_name\":7}|\"bucket_name\" is not a string",
                "{\"bucket_name\":\"b\",\"access_key_id\":\"x\"}|it has only one of access_key_id and access_key_secret",
                "{\"bucket_name\":\"b\",\"scheme\":\"ftp\"}|\"scheme\" is neither http nor https",
                "{\"bucket_name\":\"b\",}|it is not JSON, line 1",
                "secret = |it is not TOML, line 1"
            })
    void malformedFiles(String content, String fault) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(RemoteException.class)
                .hasMessage("the configuration " + directory.resolve("backend") + " is malformed: " + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"device_path\":\"/dev/x\"}|has a backend of the type \"localdisk\"",
                "{\"addr\":\"/run/x.sock\"}|has a backend \"http-proxy\" on a Unix socket",
                "{\"host\":\"h\",\"repo\":\"r\",\"registry_token\":\"t\"}|has \"registry_token\", which is not supported"
            })
    void unsupportedFiles(String content, String fault) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void absentFile() {
        assertThatThrownBy(() -> BackendConfiguration.read(directory.resolve("none")))
                .hasMessage("the configuration " + directory.resolve("none") + " does not exist");
    }
}
