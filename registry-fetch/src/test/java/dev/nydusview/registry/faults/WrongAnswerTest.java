package dev.nydusview.registry.faults;

import static dev.nydusview.registry.faults.BlobReads.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.endpoint.RegistryContents;
import dev.nydusview.registry.http.Intercept;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.ref.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are wrong, once or for good. */
@Timeout(60)
final class WrongAnswerTest {
    private final FaultyHost registry = new FaultyHost(BlobReads.CONTENT);
    private BlobReads reads;

    WrongAnswerTest() throws IOException {}

    @BeforeEach
    void open() throws IOException {
        reads = new BlobReads(registry.host(), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() throws IOException {
        reads.close();
        registry.close();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static boolean wrongRange(HttpExchange exchange, String range) throws IOException {
        return range.isEmpty()
                ? Intercept.respond(exchange, 206, part(0, 100))
                : Intercept.respond(exchange, 206, part(0, 100), "Content-Range: " + range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes 1-100/100000", "bytes 0-100/100000", "bytes 0-99/99999", "items 0-99/100000"})
    void aWrongRangeIsAskedForAgainAndNeverBelieved(String range) throws IOException {
        registry.with((exchange, request) -> request == 1 && wrongRange(exchange, range));
        assertThat(reads.read(0, 100)).isEqualTo(part(0, 100));
        assertThat(registry.seen()).hasSize(2);

        registry.with((exchange, request) -> wrongRange(exchange, range));
        assertThatThrownBy(() -> reads.read(0, 100))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith("GET http://" + registry.host() + BlobReads.PATH + " (bytes=0-99): the ");
        assertThat(registry.seen()).hasSize(7);
    }

    @Test
    void aShortPartIsContinued() throws IOException {
        registry.with((exchange, request) -> {
            String[] ends =
                    exchange.getRequestHeaders().getFirst("Range").substring(6).split("-", -1);
            int first = Integer.parseInt(ends[0]);
            return registry.part(exchange, first, Math.min(first + 29, Integer.parseInt(ends[1])));
        });
        assertThat(reads.read(1000, 100)).isEqualTo(part(1000, 100));
        assertThat(registry.seen()).hasSize(4);
        assertThatThrownBy(() -> reads.read(0, 90_000))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("only 3000 of 90000 bytes at offset 0 came in 100 answers");
    }

    @Test
    void aWholeBlobIsCut() throws IOException {
        registry.with((exchange, request) -> Intercept.respond(exchange, 200, BlobReads.CONTENT));
        assertThat(reads.read(1000, 100)).isEqualTo(part(1000, 100));
        assertThat(registry.seen()).hasSize(1);
    }

    @Test
    void compressionThatNobodyAskedForIsUndone() throws IOException {
        registry.with((exchange, request) -> Intercept.respond(
                exchange, 206, gzip(part(0, 100)), "Content-Range: bytes 0-99/100000", "Content-Encoding: gzip"));
        assertThat(reads.read(0, 100)).isEqualTo(part(0, 100));
        registry.with((exchange, request) ->
                Intercept.respond(exchange, 200, gzip(BlobReads.CONTENT), "Content-Encoding: gzip"));
        assertThat(reads.read(50, 100)).isEqualTo(part(50, 100));
        assertThat(registry.seen()).hasSize(2);
    }

    @Test
    void anEncodingThatOnlyDescribesTheBlobIsIgnored() throws IOException {
        registry.with((exchange, request) -> registry.part(exchange, 0, 99, "Content-Encoding: gzip"));
        assertThat(reads.read(0, 100)).isEqualTo(part(0, 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 416})
    void statusesThatAreFinalAreNotRepeated(int status) {
        registry.with((exchange, request) -> Intercept.respond(exchange, status, "no"));
        assertThatThrownBy(() -> reads.read(0, 100))
                .isInstanceOf(status == 416 ? RemoteException.class : NotFoundException.class)
                .hasMessageContaining(": " + status + " no");
        assertThat(registry.seen()).hasSize(1);
    }

    private byte[] manifest() throws IOException {
        RegistryAccess access =
                RegistryAccess.of(Map.of()).with(CredentialSettings.of(Map.of()).withAnonymous(true));
        ImageReference reference = ImageReference.parse(registry.host() + "/app@" + Sha256.of(BlobReads.CONTENT));
        try (RegistryConnections connections = new RegistryConnections();
                RegistryHttp http = connections.open(reference, access)) {
            return new RegistryContents(reference, http, new TransferMeter()).root();
        }
    }

    @Test
    void aManifestThatIsWrongOnceIsAskedForAgain() throws IOException {
        byte[] other = Arrays.copyOf(BlobReads.CONTENT, 500);
        registry.with((exchange, request) -> request == 1 && Intercept.respond(exchange, 200, other));
        assertThat(manifest()).isEqualTo(BlobReads.CONTENT);
        assertThat(registry.seen()).hasSize(2);
    }

    @Test
    void aManifestThatStaysWrongIsDamagedAndTheMessageHasTheDigests() {
        registry.with((exchange, request) ->
                Intercept.respond(exchange, 200, Arrays.copyOf(BlobReads.CONTENT, 500 + request)));
        assertThatThrownBy(this::manifest)
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(Sha256.of(BlobReads.CONTENT).toString())
                .hasMessageContaining(
                        Sha256.of(Arrays.copyOf(BlobReads.CONTENT, 501)).toString())
                .hasMessageContaining(
                        Sha256.of(Arrays.copyOf(BlobReads.CONTENT, 502)).toString());
        assertThat(registry.seen()).hasSize(2);
    }
}
