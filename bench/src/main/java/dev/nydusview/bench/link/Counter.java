package dev.nydusview.bench.link;

/** Counts what crosses a link, for whoever asks meanwhile. */
final class Counter {
    private long up;
    private long down;
    private int connections;

    synchronized void up(int bytes) {
        up += bytes;
    }

    synchronized void down(int bytes) {
        down += bytes;
    }

    synchronized void connection() {
        connections++;
    }

    /** Returns the counts since the last call. */
    synchronized Counts take() {
        Counts counts = new Counts(down, up, connections);
        up = 0;
        down = 0;
        connections = 0;
        return counts;
    }

    /** Bytes to the clients and to the server, and connections. */
    record Counts(long down, long up, int connections) {}
}
