package dev.nydusview.securitylog;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Place that events are delivered to. */
public sealed interface EventDestination {
    /** A file, to which lines are appended. */
    record LogFile(Path file) implements EventDestination {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A syslog server on a socket of this machine, such as {@code /dev/log}. */
    record SyslogSocket(Path socket) implements EventDestination {
        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /**
     * A syslog server in the network.
     *
     * @param host name or address; an IPv6 address without brackets
     */
    record SyslogServer(Protocol protocol, String host, int port) implements EventDestination {
        @Override
        public String toString() {
            return protocol.scheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Ways to a syslog server: RFC 5426, RFC 6587 and RFC 5425. */
    enum Protocol {
        UDP("udp", 514),
        TCP("tcp", 514),
        TLS("tls", 6514);

        private final String scheme;
        private final int port;

        Protocol(String scheme, int port) {
            this.scheme = scheme;
            this.port = port;
        }

        String scheme() {
            return scheme;
        }
    }

    /**
     * Parses {@code udp://HOST[:PORT]}, {@code tcp://HOST[:PORT]}, {@code tls://HOST[:PORT]} or {@code unix:///SOCKET}, with
     * the synonyms {@code tcp+tls} and {@code unixgram} that docker has; everything without {@code ://} is a file.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static EventDestination parse(String text) {
        int end = text.indexOf("://");
        if (end < 0) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the name of the file is empty");
            }
            return new LogFile(Path.of(text));
        }
        String rest = text.substring(end + "://".length());
        return switch (text.substring(0, end)) {
            case "unix", "unixgram" -> socket(rest);
            case "udp" -> server(Protocol.UDP, rest);
            case "tcp" -> server(Protocol.TCP, rest);
            case "tls", "tcp+tls" -> server(Protocol.TLS, rest);
            default ->
                throw new IllegalArgumentException("'" + text.substring(0, end)
                        + "' is not a way to a syslog server: use unix, udp, tcp or tls, or name a file");
        };
    }

    private static SyslogSocket socket(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("'" + path + "' is not an absolute path: write unix:///dev/log");
        }
        return new SyslogSocket(Path.of(path));
    }

    private static SyslogServer server(Protocol protocol, String address) {
        try {
            URI uri = new URI("syslog://" + address).parseServerAuthority();
            boolean isBare = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
            if (uri.getHost() != null && isBare && uri.getPath().isEmpty() && uri.getPort() < 1 << 16) {
                String host = uri.getHost();
                boolean isBracketed = host.startsWith("[");
                return new SyslogServer(
                        protocol,
                        isBracketed ? host.substring(1, host.length() - 1) : host,
                        uri.getPort() < 0 ? protocol.port : uri.getPort());
            }
        } catch (URISyntaxException e) {
            // as below
        }
        throw new IllegalArgumentException("'" + address + "' is not HOST or HOST:PORT");
    }
}
