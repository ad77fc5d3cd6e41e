package dev.nydusview.bench.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Runs a link until standard input ends. Prints its port, and for each line of input the counts since the line before:
 * bytes to the clients, bytes to the server, connections.
 */
public final class LinkMain {
    private LinkMain() {}

    /** Takes the server's port on this machine, the round trip in microseconds, and the rate in bytes per second. */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress target =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        Duration roundTrip = Duration.ofNanos(Math.multiplyExact(Long.parseLong(arguments[1]), 1000));
        try (SimulatedLink link = SimulatedLink.open(target, roundTrip, Long.parseLong(arguments[2]));
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(link.address().getPort());
            while (lines.readLine() != null) {
                Counter.Counts counts = link.takeCounts();
                System.out.println(counts.down() + " " + counts.up() + " " + counts.connections());
            }
        }
    }
}
