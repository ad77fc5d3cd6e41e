package dev.nydusview.fuse;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A program that reads a file through a mapping. It is a process of its own, because a thread that waits for a page
 * cannot reach a safepoint: a JVM that maps what it serves itself may come to a standstill.
 */
final class MappedReader {
    /** Bytes from one that is read to the next: some pages, and never the same place in one. */
    private static final int STRIDE = 5 * 4096 + 1;

    private MappedReader() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]))) {
            MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, channel.size());
            if (arguments.length > 1) {
                System.out.print(sparseHash(mapped.capacity(), mapped::get));
                return;
            }
            byte[] bytes = new byte[(int) channel.size()];
            mapped.get(bytes);
            System.out.print(Arrays.hashCode(bytes));
        }
    }

    /**
     * {@link Arrays#hashCode(byte[])} of the bytes that a mapping of {@code file} shows; an error with what the program
     * has printed if it fails.
     */
    static int hash(Path file) throws IOException, InterruptedException {
        return run(file.toString());
    }

    /** {@link #sparseHash(byte[])} of a mapping of {@code file}. */
    static int sparseHash(Path file) throws IOException, InterruptedException {
        return run(file.toString(), "sparse");
    }

    /** Returns a hash of some of the bytes, from the last one down. */
    static int sparseHash(byte[] bytes) {
        return sparseHash(bytes.length, at -> bytes[at]);
    }

    private static int sparseHash(int size, IntUnaryOperator bytes) {
        int hash = 1;
        for (int at = size - 1; at >= 0; at -= STRIDE) {
            hash = 31 * hash + bytes.applyAsInt(at);
        }
        return hash;
    }

    private static int run(String... arguments) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the reader has ended with " + process.exitValue() + ": " + printed);
        }
        return Integer.parseInt(printed);
    }

    private static String[] command(String... arguments) {
        String[] java = {
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            MappedReader.class.getName()
        };
        String[] command = Arrays.copyOf(java, java.length + arguments.length);
        System.arraycopy(arguments, 0, command, java.length, arguments.length);
        return command;
    }
}
