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

    /** Returns an exception for readers to throw if the answer contradicts the request, which is then sent again. */
    public IOException wrong(String fault) {
        return new BadAnswer(request() + ": " + fault);
    }

    /** Returns the body of unknown length; see {@link #body(long)}. */
    public InputStream body() {
        return body(-1);
    }

    /**
     * Returns the body. A failure of the connection makes the request be repeated. A gzip {@code Content-Encoding} is
     * undone, unless the body has the expected length: then it only describes what the blob is.
     *
     * @param expected bytes; negative if that is not known
     */
    public InputStream body(long expected) {
        InputStream body = new Body(response.body().byteStream());
        return isCompressed() && (expected < 0 || length() != expected) ? new Gunzipped(body, request()) : body;
    }

    /** Tests for a {@code Content-Encoding} that was not asked for. */
    public boolean isCompressed() {
        String encoding = String.valueOf(response.header("Content-Encoding")).strip();
        return encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip");
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
