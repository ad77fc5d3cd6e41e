package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends single requests and says what went wrong when no answer came. */
final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    /** The slowest rate at which a long answer is waited for. */
    private static final long MIN_BYTES_PER_SECOND = 64 << 10;

    private final OkHttpClient client;
    private final Duration timeout;
    /** Until somebody has answered, a refused connection is a wrong name rather than a restart: not worth a retry. */
    private final AtomicBoolean answered;

    Transport(OkHttpClient client, Duration timeout) {
        this(client, timeout, new AtomicBoolean());
    }

    private Transport(OkHttpClient client, Duration timeout, AtomicBoolean answered) {
        this.client = client;
        this.timeout = timeout;
        this.answered = answered;
    }

    /** The same through another client; either knows when the other has been answered. */
    Transport through(OkHttpClient other) {
        return new Transport(other, timeout, answered);
    }

    /**
     * Waits for the answer to {@code request}, whatever its status.
     *
     * @param expectedBytes length of the answer, if it may be long: it extends the time allowed for all of it
     */
    Response send(Request request, long expectedBytes) throws IOException {
        String what = Redactor.described(request);
        Call call = client.newCall(request);
        Duration whole = timeout.plusSeconds(expectedBytes / MIN_BYTES_PER_SECOND);
        call.timeout().timeout(whole.toMillis(), TimeUnit.MILLISECONDS);
        try {
            Response response = call.execute();
            answered.set(true);
            LOG.debug("{}: {}", what, response.code());
            return response;
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw failure(what, request, e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // The client takes any number for a status, and then throws on a negative one.
            throw new RemoteException(what + ": the answer is not valid HTTP (" + e.getMessage() + ")", e);
        }
    }

    private IOException failure(String what, Request request, IOException cause) {
        String host = request.url().host();
        if (cause instanceof GuardedSockets.Refusal) {
            return new RemoteException(what + ": refused: " + cause.getMessage(), cause);
        }
        if (cause instanceof UnknownHostException) {
            return permanentAtFirst(
                    what + ": the host name " + host + " is not known; check its spelling and the DNS", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            String where = host + " port " + request.url().port();
            return permanentAtFirst(what + ": no connection to " + where + "; check that a registry runs there", cause);
        }
        String tlsFault = tlsFault(cause);
        return tlsFault == null ? broken(what, cause) : new RemoteException(what + ": " + tlsFault, cause);
    }

    private IOException permanentAtFirst(String message, IOException cause) {
        return answered.get() ? new TemporaryFailure(message, cause) : new RemoteException(message, cause);
    }

    /** What is lastingly wrong with TLS; null if another attempt may succeed. */
    private static @Nullable String tlsFault(IOException cause) {
        if (!(cause instanceof SSLException)) {
            return null;
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "the server does not speak TLS; give --plain-http if that is right";
        }
        boolean distrust =
                cause instanceof SSLPeerUnverifiedException || cause.getCause() instanceof CertificateException;
        return distrust
                ? "the server's certificate is not trusted ("
                        + message.lines().findFirst().orElse("")
                        + "); give its authority by --cacert FILE, or --insecure to trust anybody"
                : null;
    }

    /** A connection that failed while it was in use. */
    IOException broken(String what, IOException cause) {
        if (Thread.currentThread().isInterrupted()) {
            InterruptedIOException interrupted = new InterruptedIOException(what + ": interrupted");
            interrupted.initCause(cause);
            return interrupted;
        }
        String fault = cause instanceof InterruptedIOException
                ? "no answer within " + timeout.toMillis() / 1000.0 + " s (--timeout)"
                : "the connection failed: " + cause.getMessage();
        return new TemporaryFailure(what + ": " + fault, cause);
    }
}
