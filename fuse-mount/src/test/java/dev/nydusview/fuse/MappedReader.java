package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program that reads a file through a mapping. It is a process of its own, because a thread that waits for a page
 * cannot reach a safepoint: a JVM that maps what it serves itself may come to a standstill.
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

    /**
     * {@link Arrays#hashCode(byte[])} of the bytes that a mapping of {@code file} shows; an error with what the program
     * has printed if it fails.
     */
    static int hash(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=/dev/null",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MappedReader.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the reader has ended with " + process.exitValue() + ": " + printed);
        }
        return Integer.parseInt(printed);
    }
}
