package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeapWatchTest {
    private static final List<String> HEAP = List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx512m", "-Xmn96m");

    private static final int MEBIBYTE = 1 << 20;

    /** Buffers that are in use at a time: more than survivors have room for. */
    private static final int IN_USE = 24;

    private static final int BUFFERS = 3000;

    @Test
    void buffersThatOutliveCollectionsDoNotFillTheHeap() throws Exception {
        assertThat(heapAfterWork("watched")).isLessThan(300);
        if (Runtime.version().feature() >= 25) { // older collectors make room before the heap grows
            assertThat(heapAfterWork("unwatched")).isGreaterThan(400);
        }
    }

    /** Returns the mebibytes of heap of a process that has used {@link #BUFFERS} buffers of a mebibyte. */
    private static long heapAfterWork(String watched) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString());
        builder.command().addAll(HEAP);
        builder.command()
                .addAll(List.of("-cp", System.getProperty("java.class.path"), HeapWatchTest.class.getName(), watched));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(printed.strip());
    }

    /** Prints the largest heap in mebibytes. */
    public static void main(String[] arguments) {
        if ("watched".equals(arguments[0])) {
            HeapWatch.start();
        }
        byte[][] used = new byte[IN_USE][];
        long most = 0;
        for (int i = 0; i < BUFFERS; i++) {
            used[i % IN_USE] = new byte[MEBIBYTE];
            most = Math.max(most, Runtime.getRuntime().totalMemory());
        }
        System.out.println(most / MEBIBYTE);
    }
}
