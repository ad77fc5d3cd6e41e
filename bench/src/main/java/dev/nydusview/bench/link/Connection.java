package dev.nydusview.bench.link;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client's connection and the one to the server that it leads to. */
final class Connection {
    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final Flow up;
    private final Flow down;

    private Connection(SocketChannel client, SocketChannel server, Selector selector, Flow up, Flow down)
            throws IOException {
        this.client = client;
        this.server = server;
        this.up = up;
        this.down = down;
        this.clientKey = client.register(selector, 0, this);
        this.serverKey = server.register(selector, 0, this);
    }

    /** Connects a client that has been accepted; it is closed where that fails. */
    static Connection open(
            SocketChannel client, SocketAddress target, Selector selector, Wire upstream, Wire downstream, long opens)
            throws IOException {
        SocketChannel server = null;
        try {
            server = SocketChannel.open(target);
            for (SocketChannel channel : new SocketChannel[] {client, server}) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            Flow up = new Flow(client, server, upstream, opens);
            Flow down = new Flow(server, client, downstream, opens);
            return new Connection(client, server, selector, up, down);
        } catch (IOException e) {
            client.close();
            if (server != null) {
                server.close();
            }
            throw e;
        }
    }

    /** Hands over what has arrived. Returns the nanoseconds until there is more to do without a channel being ready. */
    long advance(long now) throws IOException {
        up.receive(now);
        down.receive(now);
        if (up.isOver() && down.isOver()) {
            close();
            return Long.MAX_VALUE;
        }
        clientKey.interestOps(interest(up, down, now));
        serverKey.interestOps(interest(down, up, now));
        return Math.min(up.idleFor(now), down.idleFor(now));
    }

    private static int interest(Flow from, Flow to, long now) {
        return (from.wantsToSend(now) ? SelectionKey.OP_READ : 0) | (to.isFull() ? SelectionKey.OP_WRITE : 0);
    }

    /** Reads from a channel that is ready. Adds the bytes to the counts. */
    void send(SelectionKey key, long now, Counter counter) throws IOException {
        if (!key.isReadable()) {
            return;
        }
        if (key.equals(clientKey)) {
            counter.up(up.send(now));
        } else {
            counter.down(down.send(now));
        }
    }

    boolean isOpen() {
        return client.isOpen();
    }

    void close() throws IOException {
        try {
            client.close();
        } finally {
            server.close();
        }
    }
}
