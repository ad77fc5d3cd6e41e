package dev.nydusview.registry.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A successful answer of a registry, while it is being read. */
public final class RegistryResponse {
    private final Response response;
    private final Transport transport;

    RegistryResponse(Response response, Transport transport) {
        this.response = response;
        this.transport = transport;
    }

    public int status() {
        return response.code();
    }

    public @Nullable String header(String name) {
        return response.header(name);
    }

    /** Returns the {@code Content-Length}; -1 if there is none. */
    public long length() {
        String value = response.header("Content-Length");
        return value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
    }

    /** Method, URL without secrets, and range, for messages. */
    public String request() {
        return Redactor.described(response.request());
    }

    /** Returns an exception for readers to throw if the body ended early, which has the request repeated. */
    public IOException cutOff(String fault) {
        return new TemporaryFailure(request() + ": " + fault, (Duration) null);
    }

    /** The body. A failure of the connection, and nothing else, makes the request be repeated. */
    public InputStream body() {
        return new Body(response.body().byteStream());
    }

    private final class Body extends FilterInputStream {
        private long received;

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = super.read(buffer, offset, length);
                received += Math.max(count, 0);
                return count;
            } catch (IOException e) {
                throw transport.broken(request() + ": after " + received + " bytes", e);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            try {
                long skipped = super.skip(count);
                received += skipped;
                return skipped;
            } catch (IOException e) {
                throw transport.broken(request() + ": after " + received + " bytes", e);
            }
        }
    }
}
