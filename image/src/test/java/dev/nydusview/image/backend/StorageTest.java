package dev.nydusview.image.backend;

import static dev.nydusview.image.backend.StorageServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.image.ImageLibrary;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.LibrarySettings;
import dev.nydusview.image.backend.SignatureCheck.Kind;
import dev.nydusview.rafs.TreeListing;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.backend.Backend;
import dev.nydusview.registry.backend.BackendConfiguration;
import dev.nydusview.registry.backend.BackendUri;
import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that blobs in storage are read right, and that each failure is told by its kind. */
class StorageTest {
    private static final GoldenImage IMAGE = GoldenImage.of("v6-zstd-1m");
    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "the-secret-key";
    private static final String TOKEN = "the-session-token";
    private static final SignatureCheck AWS = new SignatureCheck(Kind.AWS4, ID, SECRET, null, "us-east-1");

    private static final Map<String, String> AWS_KEYS =
            Map.of("AWS_ACCESS_KEY_ID", ID, "AWS_SECRET_ACCESS_KEY", SECRET, "HOME", "/nonexistent");

    @TempDir
    Path directory;

    private StorageServer server;

    @BeforeEach
    void start() throws IOException {
        server = new StorageServer();
        putBlobs("/bucket/images/");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void putBlobs(String prefix) throws IOException {
        try (Stream<Path> blobs = Files.list(IMAGE.blobs())) {
            for (Path blob : blobs.toList()) {
                server.put(prefix + blob.getFileName(), Files.readAllBytes(blob));
            }
        }
    }

    private String s3() {
        return "s3://bucket/images?endpoint=http://" + server.host();
    }

    private static NydusImage open(Backend backend, Map<String, String> environment) throws IOException {
        return open(backend, environment, null);
    }

    private static NydusImage open(Backend backend, Map<String, String> environment, @Nullable Path cache)
            throws IOException {
        Access access = Access.of(environment).withBackend(backend).withTransport(transport -> transport
                .withTimeout(Duration.ofSeconds(5))
                .withRetryFor(Duration.ofSeconds(5)));
        return ImageLibrary.open(new LibrarySettings(cache)).open("bootstrap:" + IMAGE.bootstrap(), access);
    }

    private static void assertRight(NydusImage image) throws IOException {
        IMAGE.listing().assertMatches(TreeListing.of(image.rafs().tree(), image.files()));
    }

    @Test
    void s3WithTheBucketInThePath() throws IOException {
        server.demand(AWS);
        try (NydusImage image = open(BackendUri.parse(s3()), AWS_KEYS)) {
            assertRight(image);
        }
        assertThat(server.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET " + server.host()));
    }

    @Test
    void s3WithTheBucketInTheHostAndASessionToken() throws IOException {
        server.demand(new SignatureCheck(Kind.AWS4, ID, SECRET, TOKEN, "eu-central-1"));
        Map<String, String> environment = new HashMap<>(AWS_KEYS);
        environment.put("AWS_SESSION_TOKEN", TOKEN);
        environment.put("AWS_REGION", "eu-central-1");
        environment.put("AWS_ENDPOINT_URL_S3", "http://storage.test");
        environment.put("HTTP_PROXY", "http://" + server.host());
        try (NydusImage image = open(BackendUri.parse("s3://bucket/images?addressing=virtual"), environment)) {
            assertRight(image);
        }
        assertThat(server.requests()).allMatch(request -> request.startsWith("GET bucket.storage.test/images/"));
    }

    @Test
    void namesOfObjectsAreSignedAsTheyAreSent() throws IOException {
        putBlobs("/bucket/a b+c=(ü)/");
        server.demand(AWS);
        try (NydusImage image =
                open(BackendUri.parse("s3://bucket/a%20b+c=(%C3%BC)?endpoint=http://" + server.host()), AWS_KEYS)) {
            assertRight(image);
        }
    }

    @Test
    void keysOfAProfile() throws IOException {
        Path aws = Files.createDirectories(directory.resolve(".aws"));
        Files.writeString(
                aws.resolve("credentials"),
                "[default]\naws_access_key_id=other\naws_secret_access_key=other\n" + "[team]\naws_access_key_id=" + ID
                        + "\naws_secret_access_key=" + SECRET + "\n");
        Files.writeString(
                aws.resolve("config"),
                "[profile team]\nregion = ap-south-1\nendpoint_url = http://" + server.host() + "\n");
        server.demand(new SignatureCheck(Kind.AWS4, ID, SECRET, null, "ap-south-1"));
        Map<String, String> environment = Map.of("HOME", directory.toString(), "AWS_PROFILE", "team");
        try (NydusImage image = open(BackendUri.parse("s3://bucket/images"), environment)) {
            assertRight(image);
        }
    }

    @Test
    void publicBucketNeedsNoKeys() throws IOException {
        try (NydusImage image = open(BackendUri.parse(s3()), Map.of("HOME", "/nonexistent"))) {
            assertRight(image);
        }
    }

    @Test
    void ossInBothVersionsOfItsSignature() throws IOException {
        Map<String, String> environment =
                Map.of("OSS_ACCESS_KEY_ID", ID, "OSS_ACCESS_KEY_SECRET", SECRET, "OSS_SESSION_TOKEN", TOKEN);
        String oss = "oss://bucket/images?endpoint=http://" + server.host();
        server.demand(new SignatureCheck(Kind.OSS1, ID, SECRET, TOKEN, ""));
        try (NydusImage image = open(BackendUri.parse(oss), environment)) {
            assertRight(image);
        }
        server.demand(new SignatureCheck(Kind.OSS4, ID, SECRET, TOKEN, "cn-beijing"));
        try (NydusImage image = open(BackendUri.parse(oss + "&region=cn-beijing"), environment)) {
            assertRight(image);
        }
    }

    @Test
    void ossAsNydusdReachesIt() throws IOException {
        Path file = Files.writeString(
                directory.resolve("nydusd.json"),
                "{\"version\":2,\"backend\":{\"type\":\"oss\",\"oss\":{\"scheme\":\"http\",\"endpoint\":\"storage.test\","
                        + "\"bucket_name\":\"bucket\",\"object_prefix\":\"images/\",\"access_key_id\":\"" + ID
                        + "\",\"access_key_secret\":\"" + SECRET + "\"}}}");
        server.demand(new SignatureCheck(Kind.OSS1, ID, SECRET, null, ""));
        Map<String, String> environment = Map.of("HTTP_PROXY", "http://" + server.host());
        try (NydusImage image = open(BackendConfiguration.read(file), environment)) {
            assertRight(image);
        }
        assertThat(server.requests()).allMatch(request -> request.startsWith("GET bucket.storage.test/images/"));
    }

    @Test
    void directoryOfAnHttpServer() throws IOException {
        try (NydusImage image = open(BackendUri.parse("http://" + server.host() + "/bucket/images/"), Map.of())) {
            assertRight(image);
        }
    }

    @Test
    void whatPassesIsWaitedFor() throws IOException {
        server.demand(AWS);
        server.fail(
                status(503, "SlowDown"),
                status(500, "InternalError"),
                status(400, "RequestTimeout"),
                StorageServer.cutOff(),
                StorageServer.damaged());
        try (NydusImage image = open(BackendUri.parse(s3()), AWS_KEYS)) {
            assertRight(image);
        }
    }

    @Test
    void chunksOfTheCacheNeedNoStorage() throws IOException {
        Path cache = directory.resolve("cache");
        try (NydusImage image = open(BackendUri.parse(s3()), AWS_KEYS, cache)) {
            assertRight(image);
        }
        int before = server.requests().size();
        try (NydusImage image = open(BackendUri.parse(s3()), AWS_KEYS, cache)) {
            assertRight(image);
        }
        assertThat(server.requests()).hasSizeBetween(before, before + 1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        status(403, "AccessDenied"),
                        AuthenticationException.class,
                        "403 AccessDenied: Said <so>; the keys from $AWS_ACCESS_KEY_ID may not read it, or it does not exist "
                                + "and they may not list it"),
                Arguments.of(
                        status(403, "SignatureDoesNotMatch", "<StringToSign>AWS4 " + SECRET + "</StringToSign>"),
                        AuthenticationException.class,
                        "403 SignatureDoesNotMatch: Said <so>; check the keys from $AWS_ACCESS_KEY_ID"),
                Arguments.of(
                        status(400, "ExpiredToken"),
                        AuthenticationException.class,
                        "400 ExpiredToken: Said <so>; renew the session token: it has expired or is wrong"),
                Arguments.of(
                        status(403, "RequestTimeTooSkewed"),
                        AuthenticationException.class,
                        "403 RequestTimeTooSkewed: Said <so>; set the clock of this machine: it is "),
                Arguments.of(
                        status(400, "AuthorizationHeaderMalformed", "<Region>eu-west-3</Region>"),
                        RemoteException.class,
                        "400 AuthorizationHeaderMalformed: Said <so>; the bucket is in another region: write "
                                + "region=eu-west-3"),
                Arguments.of(
                        (StorageServer.Fault) (exchange, object) -> {
                            exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-north-1");
                            exchange.getResponseHeaders().set("Location", "http://elsewhere.test/");
                            status(301, "PermanentRedirect").answer(exchange, object);
                        },
                        RemoteException.class,
                        "301 PermanentRedirect: Said <so>; the bucket is in another region: write region=eu-north-1"),
                Arguments.of(
                        status(403, "AccessDenied", "<Endpoint>oss-cn-x.aliyuncs.com</Endpoint>"),
                        RemoteException.class,
                        "403 AccessDenied: Said <so>; the bucket is at another endpoint: write "
                                + "endpoint=oss-cn-x.aliyuncs.com"),
                Arguments.of(
                        status(404, "NoSuchBucket"),
                        NotFoundException.class,
                        "404 NoSuchBucket: Said <so>; check the name of the bucket, and the endpoint"),
                Arguments.of(
                        status(404, "NoSuchKey"),
                        NotFoundException.class,
                        "404 NoSuchKey: Said <so>; check bucket and prefix of the backend, and that all blobs of the image "
                                + "were copied there"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void failuresAreToldByTheirKind(StorageServer.Fault fault, Class<? extends Exception> type, String message)
            throws IOException {
        Map<String, String> environment = new HashMap<>(AWS_KEYS);
        environment.put("AWS_SESSION_TOKEN", TOKEN);
        server.fail(fault, fault, fault);
        String blob = IMAGE.blobs().toFile().list()[0];
        try (NydusImage image = open(BackendUri.parse(s3()), environment)) {
            assertThatThrownBy(() -> TreeListing.of(image.rafs().tree(), image.files()))
                    .isInstanceOf(type)
                    .hasMessageContaining("GET http://" + server.host() + "/bucket/images/" + blob + " (bytes=")
                    .hasMessageContaining(message)
                    .hasMessageNotContainingAny(SECRET, TOKEN, "Signature=");
        }
    }

    @Test
    void withoutKeysTheUserIsToldHowToGiveThem() throws IOException {
        server.demand(AWS);
        try (NydusImage image = open(BackendUri.parse(s3()), Map.of("HOME", "/nonexistent"))) {
            server.fail(status(403, "AccessDenied"));
            assertThatThrownBy(() -> TreeListing.of(image.rafs().tree(), image.files()))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageEndingWith(
                            "no keys were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write "
                                    + "access_key_id and access_key_secret to --backend-config FILE");
        }
    }
}
