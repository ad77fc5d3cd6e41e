package dev.nydusview.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.linux.Errno;
import dev.nydusview.rafs.model.ChunkVerificationException;
import dev.nydusview.rafs.model.RafsFormatException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrnoMappingTest {
    @Test
    void metadataTellsFailuresApart() {
        assertThat(ErrnoMapping.ofMetadata(new NoSuchFileException("x"))).isEqualTo(Errno.ENOENT);
        assertThat(ErrnoMapping.ofMetadata(new UnsupportedFeatureException("x")))
                .isEqualTo(Errno.ENOTSUP);
        assertThat(ErrnoMapping.ofMetadata(new RafsFormatException("x"))).isEqualTo(Errno.EUCLEAN);
        assertThat(ErrnoMapping.ofMetadata(new IOException("x"))).isEqualTo(Errno.EIO);
        assertThat(ErrnoMapping.ofMetadata(new StackOverflowError())).isEqualTo(Errno.EIO);
    }

    /** A scanner skips files that it may not read, and takes missing files for clean. */
    @Test
    void dataFailuresAreAllTheSame() {
        List<Throwable> failures = List.of(
                new NoSuchFileException("x"),
                new UnsupportedFeatureException("x"),
                new ChunkVerificationException("x"),
                new IOException("x"),
                new IllegalStateException("x"),
                new OutOfMemoryError());
        assertThat(failures).extracting(ErrnoMapping::ofData).containsOnly(Errno.EIO);
    }
}
