package dev.nydusview.bench.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;

/** One direction of one connection: what has been sent, and has not arrived or not been taken yet. */
final class Flow {
    /** Bytes in flight at most: more than a link of 20 ms and 1 GB/s holds. */
    private static final int WINDOW = 16 << 20;

    private static final int PACKET = 16 << 10;

    private final SocketChannel source;
    private final SocketChannel sink;
    private final Wire wire;
    private final long opens;
    private final ArrayDeque<Packet> packets = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(PACKET);
    private int inFlight;
    private boolean full;
    private boolean sourceEnded;
    private boolean sinkEnded;

    /** Nothing arrives before {@code opens}, a time of {@link System#nanoTime()}. */
    Flow(SocketChannel source, SocketChannel sink, Wire wire, long opens) {
        this.source = source;
        this.sink = sink;
        this.wire = wire;
        this.opens = opens;
    }

    boolean wantsToSend(long now) {
        return !sourceEnded && inFlight < WINDOW && wire.busyFor(now) <= 0;
    }

    /** Tells that the receiver has not taken all that has arrived. */
    boolean isFull() {
        return full;
    }

    boolean isOver() {
        return sinkEnded;
    }

    /** Returns the nanoseconds until this flow has something to do by itself. */
    long idleFor(long now) {
        Packet head = packets.peek();
        long arrival = head == null || full ? Long.MAX_VALUE : head.due() - now;
        boolean waits = !sourceEnded && inFlight < WINDOW;
        return waits && wire.busyFor(now) > 0 ? Math.min(arrival, wire.busyFor(now)) : arrival;
    }

    /** Sends at most one packet, so that connections take turns. Returns its bytes. */
    int send(long now) throws IOException {
        int length = source.read(buffer.clear());
        sourceEnded = length < 0;
        if (length != 0) {
            int sent = Math.max(0, length);
            ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), sent));
            packets.add(new Packet(bytes, Math.max(opens, wire.send(sent, now)), sourceEnded));
            inFlight += sent;
        }
        return Math.max(0, length);
    }

    /** Hands over what has arrived, as far as the receiver takes it. */
    void receive(long now) throws IOException {
        full = false;
        while (!packets.isEmpty() && !full && packets.peek().due() - now <= 0) {
            Packet head = packets.peek();
            inFlight -= sink.write(head.bytes());
            full = head.bytes().hasRemaining();
            if (!full) {
                packets.remove();
                if (head.last()) {
                    sink.shutdownOutput();
                    sinkEnded = true;
                }
            }
        }
    }

    private record Packet(ByteBuffer bytes, long due, boolean last) {}
}
