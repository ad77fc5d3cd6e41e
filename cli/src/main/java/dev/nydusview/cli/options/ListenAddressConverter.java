package dev.nydusview.cli.options;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code :9400}, {@code HOST:9400}, {@code [::1]:9400}, or the path of a UNIX socket. */
final class ListenAddressConverter implements ITypeConverter<SocketAddress> {
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:]*):(\\d{1,5})");
    private static final int MAX_PORT = 0xffff;

    @Override
    public SocketAddress convert(String value) {
        if (value.startsWith("/")) {
            return UnixDomainSocketAddress.of(value);
        }
        Matcher matcher = HOST_AND_PORT.matcher(value);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
            throw new TypeConversionException(
                    "'" + value + "' is not an address such as :9400, 127.0.0.1:9400 or /run/nydusview.sock");
        }
        String host = matcher.group(1);
        try {
            InetAddress address = host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            return new InetSocketAddress(address, Integer.parseInt(matcher.group(2)));
        } catch (UnknownHostException e) {
            throw new TypeConversionException("the host " + host + " is not known");
        }
    }
}
