package dev.nydusview.check.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nydusview.base.DataException;
import dev.nydusview.check.finding.Severity;
import dev.nydusview.rafs.built.BuiltReader;
import dev.nydusview.rafs.built.SampleTrees;
import dev.nydusview.testdata.builder.BuiltImage;
import dev.nydusview.testdata.builder.Compression;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import dev.nydusview.testdata.builder.V6Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A copy of the chunk index beside the bootstrap counts only if it is whole and fits; the blob's own always does. */
class ChunkIndexCopyTest {
    private static final int HEADER = 4096;

    private static final BuiltImage IMAGE = image();

    private static BuiltImage image() {
        return ImageBuilder.v6()
                .chunkSize(SampleTrees.CHUNK)
                .compression(Compression.LZ4_BLOCK)
                .metaCompression(Compression.LZ4_BLOCK)
                .build(SampleTrees.everyKind());
    }

    /** Makes a copy out of the sound one. */
    @FunctionalInterface
    interface Damage {
        byte[] to(byte[] copy);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("nothing at all", copy -> new byte[0]),
                damage("the header alone", copy -> Arrays.copyOfRange(copy, copy.length - HEADER, copy.length)),
                damage("no header", copy -> Arrays.copyOf(copy, copy.length - HEADER)),
                damage("half of the header", copy -> Arrays.copyOf(copy, copy.length - HEADER / 2)),
                damage("its first page twice", copy -> {
                    byte[] longer = new byte[copy.length + HEADER];
                    System.arraycopy(copy, 0, longer, 0, HEADER);
                    System.arraycopy(copy, 0, longer, HEADER, copy.length);
                    return longer;
                }),
                damage("zeros for entries", copy -> {
                    Arrays.fill(copy, 0, copy.length - HEADER, (byte) 0);
                    return copy;
                }),
                damage("zeros behind some entries", copy -> {
                    Arrays.fill(copy, 64, copy.length - HEADER, (byte) 0);
                    return copy;
                }),
                damage("ones for entries", copy -> {
                    Arrays.fill(copy, 0, copy.length - HEADER, (byte) -1);
                    return copy;
                }),
                damage("zeros for a header", copy -> {
                    Arrays.fill(copy, copy.length - HEADER, copy.length, (byte) 0);
                    return copy;
                }),
                damage("a stored offset beyond the blob", copy -> {
                    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 1L << 39);
                    return copy;
                }),
                damage("two entries swapped", copy -> {
                    byte[] first = Arrays.copyOf(copy, 16);
                    System.arraycopy(copy, 16, copy, 0, 16);
                    System.arraycopy(first, 0, copy, 16, 16);
                    return copy;
                }),
                damage("that of another blob", copy -> {
                    BuiltImage other = ImageBuilder.v6().build(new SourceTree().file("/other", SampleTrees.text(5000)));
                    return bytes(other.blobMetaFiles().values().iterator().next());
                }));
    }

    private static Arguments damage(String name, Damage damage) {
        return arguments(name, damage);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Map<String, ByteBuffer> copies(BuiltImage image, Damage damage) {
        Map.Entry<String, ByteBuffer> copy =
                image.blobMetaFiles().entrySet().iterator().next();
        return Map.of(copy.getKey(), ByteBuffer.wrap(damage.to(bytes(copy.getValue()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void isPassedOverForTheBlobsOwn(String name, Damage damage) throws IOException {
        BuiltReader reader = BuiltReader.withMetaFiles(IMAGE, copies(IMAGE, damage));

        IMAGE.listing().assertMatches(reader.listing());
        assertThat(ChunkIndexes.check(reader).listed()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.code()).isEqualTo("blob-meta-copy");
            assertThat(finding.message()).contains("is ignored in favour of the one of blob ");
        });
    }

    @Test
    void isNotRemarkedOnIfWhole() throws IOException {
        BuiltReader reader = BuiltReader.withMetaFiles(IMAGE);

        IMAGE.listing().assertMatches(reader.listing());
        assertThat(ChunkIndexes.check(reader).listed()).isEmpty();
    }

    /** A doubtful index is not used, so a blob without another one cannot be read. */
    @Test
    void isNotUsedForWantOfTheBlobsOwn() throws IOException {
        BuiltImage apart = ImageBuilder.v6().shape(V6Shape.META_APART).build(SampleTrees.everyKind());
        BuiltReader reader = BuiltReader.withMetaFiles(
                apart, copies(apart, copy -> Arrays.copyOfRange(copy, copy.length - HEADER, copy.length)));

        assertThatThrownBy(() -> reader.content("/chunks"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(DataException.class)
                .hasMessageContaining("ends before");
    }
}
