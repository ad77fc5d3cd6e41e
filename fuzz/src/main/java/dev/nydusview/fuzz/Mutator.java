package dev.nydusview.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes the way that disks, networks and attackers do. */
final class Mutator {
    private static final int MAX_CHANGES = 8;
    private static final int MAX_RUN = 512;
    private static final int MAX_BLOCK = 4096;
    /** Bytes at either end, where superblocks, headers and tables usually are. */
    private static final int EDGE = 2048;

    private static final int[] TELLING = {0, 1, 0x7f, 0x80, 0xfe, 0xff, '/', '.'};

    private final SplittableRandom random;

    Mutator(SplittableRandom random) {
        this.random = random;
    }

    /** A damaged copy of {@code original}, which is not empty. */
    byte[] mutate(byte[] original) {
        byte[] bytes = original.clone();
        switch (random.nextInt(10)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> fill(bytes, (byte) 0);
            case 2 -> fill(bytes, (byte) 0xff);
            case 3 -> swap(bytes);
            case 4 -> repeat(bytes);
            default -> change(bytes);
        }
        return bytes;
    }

    private void change(byte[] bytes) {
        for (int changes = random.nextInt(1, MAX_CHANGES + 1); changes > 0; changes--) {
            int at = place(bytes.length);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt(256);
                case 1 -> (byte) TELLING[random.nextInt(TELLING.length)];
                case 2 -> (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE));
                default -> (byte) (bytes[at] + random.nextInt(-4, 5));
            };
        }
    }

    private void fill(byte[] bytes, byte value) {
        int from = place(bytes.length);
        Arrays.fill(bytes, from, Math.min(bytes.length, from + random.nextInt(1, MAX_RUN)), value);
    }

    private void swap(byte[] bytes) {
        int size = block(bytes.length);
        int a = random.nextInt(bytes.length / size) * size;
        int b = random.nextInt(bytes.length / size) * size;
        byte[] kept = Arrays.copyOfRange(bytes, a, a + size);
        System.arraycopy(bytes, b, bytes, a, size);
        System.arraycopy(kept, 0, bytes, b, size);
    }

    private void repeat(byte[] bytes) {
        int size = block(bytes.length);
        int from = random.nextInt(bytes.length / size) * size;
        int to = random.nextInt(bytes.length / size) * size;
        System.arraycopy(bytes, from, bytes, to, size);
    }

    /** A power of two, so that whole records change places. */
    private int block(int length) {
        int size = 4 << random.nextInt(11);
        return size > length ? 1 : Math.min(size, MAX_BLOCK);
    }

    private int place(int length) {
        int edge = Math.min(length, EDGE);
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(edge);
            case 1 -> length - 1 - random.nextInt(edge);
            default -> random.nextInt(length);
        };
    }
}
