package dev.nydusview.registry.http;

import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A body that tells when it has been closed. */
final class TrackedBody extends ResponseBody {
    private final ResponseBody body;
    private final Runnable onClose;

    TrackedBody(ResponseBody body, Runnable onClose) {
        this.body = body;
        this.onClose = onClose;
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public BufferedSource source() {
        return body.source();
    }

    @Override
    public void close() {
        body.close();
        onClose.run();
    }
}
