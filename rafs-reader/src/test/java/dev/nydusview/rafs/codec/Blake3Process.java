package dev.nydusview.rafs.codec;

import java.util.Arrays;

/** Digests until the choice of the form is made, and prints what it is and when it was made, then two digests. */
final class Blake3Process {
    private Blake3Process() {}

    public static void main(String[] arguments) {
        byte[] input = new byte[1 << 20];
        Arrays.fill(input, (byte) 5);
        long start = System.nanoTime();
        int count = 0;
        while (count < 130 || isChoosing()) {
            Blake3.digest(input, 0, input.length);
            count++;
        }
        String form = Blake3.usesVectors() ? "vector" : "scalar";
        System.out.printf("%s after %d MiB, %d ms%n", form, count, (System.nanoTime() - start) / 1_000_000);
        System.out.println(Blake3.digest(input, 0, input.length));
        System.out.println(Blake3Scalar.digest(input, 0, input.length));
    }

    private static boolean isChoosing() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("blake3-vectors"));
    }
}
