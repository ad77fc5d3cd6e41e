package dev.nydusview.fuse;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program that reads a file through a mapping. One of its own, because a thread that waits for a page cannot reach a
 * safepoint: a JVM that maps what it serves may come to a standstill.
 */
final class MappedReader {
    private MappedReader() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]))) {
            byte[] bytes = new byte[(int) channel.size()];
            channel.map(MapMode.READ_ONLY, 0, channel.size()).get(bytes);
            System.out.print(Arrays.hashCode(bytes));
        }
    }

    /** {@link Arrays#hashCode(byte[])} of the bytes that a mapping of {@code file} shows. */
    static int hash(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MappedReader.class.getName(),
                        file.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        return Integer.parseInt(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
