package dev.nydusview.registry.http;

import java.io.InputStream;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A successful answer of a registry. Its body is bounded by nothing: whoever reads it bounds it. */
public final class Reply {
    private final Response response;

    Reply(Response response) {
        this.response = response;
    }

    /** 200 to 299. */
    public int status() {
        return response.code();
    }

    public @Nullable String header(String name) {
        return response.header(name);
    }

    /** Length of the body as announced; -1 if it is not. */
    public long contentLength() {
        String length = response.header("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    public InputStream body() {
        return response.body().byteStream();
    }

    /** The request, for messages: method and address without secrets. */
    public String describeRequest() {
        return RegistryErrors.describe(response.request());
    }
}
