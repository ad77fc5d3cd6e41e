package dev.nydusview.rafs.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.nydusview.rafs.model.Compressor;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressorTest {
    private static final byte[] PLAIN =
            "a chunk of text, a chunk of text, a chunk of text. ".repeat(100).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasCompressed(Compressor compressor) throws IOException {
        ByteBuffer stored = ByteBuffer.wrap(compress(compressor)).asReadOnlyBuffer();
        assertThat(Decompressor.decompress(compressor, stored, PLAIN.length)).isEqualTo(PLAIN);
        assertThat(stored.remaining()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void refusesDataThatMakesMoreOrFewerBytes(Compressor compressor) throws IOException {
        ByteBuffer stored = ByteBuffer.wrap(compress(compressor));
        assertThatThrownBy(() -> Decompressor.decompress(compressor, stored, PLAIN.length + 1))
                .isInstanceOf(RafsFormatException.class);
        if (compressor != Compressor.GZIP) { // where the digest decides
            assertThatThrownBy(() -> Decompressor.decompress(compressor, stored, PLAIN.length - 1))
                    .isInstanceOf(RafsFormatException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesDataThatIsCutOff(Compressor compressor) throws IOException {
        byte[] stored = compress(compressor);
        int trailer = compressor == Compressor.GZIP ? Long.BYTES : 0; // not looked at: the digest decides
        for (int length = 0; length < stored.length - trailer; length += 7) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(stored, length));
            assertThatThrownBy(() -> Decompressor.decompress(compressor, cut, PLAIN.length))
                    .isInstanceOf(RafsFormatException.class);
        }
    }

    private static byte[] compress(Compressor compressor) throws IOException {
        return switch (compressor) {
            case NONE -> PLAIN.clone();
            case LZ4_BLOCK -> LZ4Factory.safeInstance().fastCompressor().compress(PLAIN);
            case ZSTD -> Zstd.compress(PLAIN);
            case GZIP -> gzip();
        };
    }

    private static byte[] gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(PLAIN);
        }
        return bytes.toByteArray();
    }
}
