package dev.nydusview.plugin.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a channel into JSON objects, which white space may separate. The caller checks whether an object is
 * valid.
 */
final class RequestStream {
    private static final int FIRST_CAPACITY = 4096;

    private final PluginChannel channel;
    private final ChannelLimits limits;
    private final ByteBuffer input = ByteBuffer.allocateDirect(64 << 10).limit(0);
    private final ObjectBounds bounds = new ObjectBounds();
    private byte[] object = new byte[FIRST_CAPACITY];
    private int length;
    private long total;

    RequestStream(PluginChannel channel, ChannelLimits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    /** Returns the bytes of the next object; null at the end. */
    byte @Nullable [] next() throws IOException, ProtocolViolationException {
        while (true) {
            while (input.hasRemaining()) {
                if (accept(input.get())) {
                    return taken();
                }
            }
            if (!fill()) {
                return null;
            }
        }
    }

    private boolean fill() throws IOException, ProtocolViolationException {
        input.clear();
        int read = channel.read(input);
        input.flip();
        if (read < 0) {
            return endOfInput();
        }
        total += read;
        if (total > limits.total()) {
            throw new ProtocolViolationException(
                    ProtocolViolation.Kind.FLOOD, "sent more than " + Sizes.mebibytes(limits.total()) + " of requests");
        }
        return true;
    }

    private boolean endOfInput() throws ProtocolViolationException {
        input.limit(0);
        if (length > 0) {
            throw new ProtocolViolationException(ProtocolViolation.Kind.CUT_OFF, "ended in the middle of a request");
        }
        return false;
    }

    /** Takes a byte; returns whether it is the last one of an object. */
    private boolean accept(byte next) throws ProtocolViolationException {
        if (length == 0 && ObjectBounds.isSpace(next)) {
            return false;
        }
        if (length == 0 && next != '{') {
            throw new ProtocolViolationException(
                    ProtocolViolation.Kind.NOT_JSON, "sent byte 0x" + hex(next) + " where a JSON object has to begin");
        }
        if (length == limits.message()) {
            throw new ProtocolViolationException(
                    ProtocolViolation.Kind.TOO_LARGE,
                    "sent more than " + Sizes.mebibytes(limits.message()) + " in one request");
        }
        if (length == object.length) {
            object = Arrays.copyOf(object, Math.min(2 * length, limits.message()));
        }
        object[length++] = next;
        return bounds.ends(next);
    }

    private static String hex(byte value) {
        return String.format("%02x", value & 0xff);
    }

    /** Tests whether an object has begun and not ended. Called by the thread that reads, or after it has ended. */
    boolean isWithinRequest() {
        return length > 0;
    }

    private byte[] taken() {
        byte[] taken = Arrays.copyOf(object, length);
        length = 0;
        object = object.length > 1 << 20 ? new byte[FIRST_CAPACITY] : object;
        return taken;
    }
}
