package dev.nydusview.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class VerifyingInputStreamTest {
    private static final byte[] PROMISED = gzip("promised".getBytes(StandardCharsets.UTF_8));

    private static VerifyingInputStream over(InputStream content) {
        Sha256 digest = Sha256.of(PROMISED);
        return new VerifyingInputStream(content, Descriptor.of("", digest, PROMISED.length), "layer");
    }

    private static VerifyingInputStream over(byte[] content) {
        return over(new ByteArrayInputStream(content));
    }

    @Test
    void promisedContentPasses() throws IOException {
        VerifyingInputStream content = over(PROMISED);

        assertThat(new GZIPInputStream(content).readAllBytes()).asString().isEqualTo("promised");
        content.finish();
    }

    /** JDK 25's decoder looks for another member at the end, and takes any failure of that for the end. */
    @Test
    void failureThatADecoderPassesOverIsThrownAgain() throws IOException {
        byte[] other = gzip("desimorp".getBytes(StandardCharsets.UTF_8));
        VerifyingInputStream content = over(other);

        assertThat(new GZIPInputStream(content).readAllBytes()).asString().isEqualTo("desimorp");
        assertThatThrownBy(content::finish).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(content::finish).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void lengthThatIsNotThePromisedOneIsThrownAgain() {
        for (int length : new int[] {PROMISED.length - 1, PROMISED.length + 1}) {
            VerifyingInputStream content = over(Arrays.copyOf(PROMISED, length));

            assertThatThrownBy(content::readAllBytes).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(content::finish).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void sourceThatFailsOnceHasFailed() {
        VerifyingInputStream content = over(new FilterInputStream(new ByteArrayInputStream(PROMISED)) {
            private boolean failed;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (!failed) {
                    failed = true;
                    throw new IOException("gone");
                }
                return super.read(buffer, offset, length);
            }
        });

        assertThatThrownBy(content::read).hasMessage("gone");
        assertThatThrownBy(content::finish).hasMessage("gone");
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
