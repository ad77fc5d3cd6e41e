package dev.nydusview.bench;

import dev.nydusview.rafs.codec.ChunkDigester;
import dev.nydusview.rafs.model.Digest;
import dev.nydusview.rafs.model.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures BLAKE3 of one chunk, in a JVM as it is and in one with the launcher's option for vectors. The vector form
 * takes over in the time for warming up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
public class Blake3Benchmark {
    @Param({"4096", "65536", "1048576"})
    public int length;

    private ByteBuffer chunk = ByteBuffer.allocate(0);

    @Setup
    public void fill() {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        chunk = ByteBuffer.wrap(bytes);
    }

    @Benchmark
    @Fork(1)
    public Digest scalar() {
        return ChunkDigester.digest(DigestAlgorithm.BLAKE3, chunk);
    }

    @Benchmark
    @Fork(value = 1, jvmArgsAppend = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED")
    public Digest vector() {
        return ChunkDigester.digest(DigestAlgorithm.BLAKE3, chunk);
    }
}
