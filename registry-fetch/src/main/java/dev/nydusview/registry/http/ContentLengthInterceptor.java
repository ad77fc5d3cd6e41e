package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Rejects responses with a negative Content-Length, which okhttp accepts and then fails on when the body is read or
 * closed.
 */
final class ContentLengthInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String length = response.header("Content-Length", "");
        if (length != null && length.startsWith("-")) {
            Connection connection = chain.connection();
            if (connection != null) {
                connection.socket().close(); // the answer itself cannot be closed
            }
            throw new RemoteException(Redactor.described(chain.request())
                    + ": the response is not valid HTTP (Content-Length " + length + ")");
        }
        return response;
    }
}
