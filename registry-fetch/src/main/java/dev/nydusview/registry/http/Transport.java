package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

/** Sends single requests and explains failures. */
final class Transport {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final OkHttpClient client;
    private final Duration timeout;
    /**
     * True once a server has answered: before that, a refused connection is a wrong name rather than a restart, and not
     * worth a retry.
     */
    private final AtomicBoolean answered;
    /** Calls whose answers are not closed yet. */
    private final Set<Call> underWay;

    private final AtomicBoolean closed;

    Transport(OkHttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
        this.answered = new AtomicBoolean();
        this.underWay = ConcurrentHashMap.newKeySet();
        this.closed = new AtomicBoolean();
    }

    private Transport(OkHttpClient client, Transport other) {
        this.client = client;
        this.timeout = other.timeout;
        this.answered = other.answered;
        this.underWay = other.underWay;
        this.closed = other.closed;
    }

    /**
     * Returns a transport through another client; either knows when the other has been answered, and they are closed
     * together.
     */
    Transport through(OkHttpClient other) {
        return new Transport(other, this);
    }

    /** Waits for the answer to {@code request}, whatever its status. */
    Response send(Request request) throws IOException {
        String what = Redactor.described(request);
        Call call = client.newCall(request);
        underWay.add(call);
        boolean begun = false;
        try {
            requireOpen(what, null);
            Response response = new StallGuard(call, timeout, () -> underWay.remove(call)).execute();
            begun = true;
            answered.set(true);
            LOG.debug("{}: {}", what, response.code());
            return response;
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw failure(what, request, e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // The client takes any number for a status, and then throws on a negative one.
            throw new RemoteException(what + ": the response is not valid HTTP (" + e.getMessage() + ")", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw unexpected(what, e);
        } finally {
            if (!begun) {
                underWay.remove(call);
            }
        }
    }

    /** Ends running calls and refuses later ones. */
    void close() {
        closed.set(true);
        underWay.forEach(Call::cancel);
    }

    private void requireOpen(String what, @Nullable Throwable cause) throws RemoteException {
        if (closed.get()) {
            throw new RemoteException(what + ": cancelled, as the image was closed", cause);
        }
    }

    private IOException failure(String what, Request request, IOException cause) throws IOException {
        requireOpen(what, cause);
        String host = request.url().host();
        if (cause instanceof GuardedSockets.Refusal) {
            return new RemoteException(what + ": refused: " + cause.getMessage(), cause);
        }
        if (cause instanceof UnknownHostException) {
            return temporaryOnceAnswered(
                    what + ": the host name " + host + " is not known; check its spelling and the DNS", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            String where = host + " port " + request.url().port();
            return temporaryOnceAnswered(
                    what + ": no connection to " + where + "; check that a registry runs there", cause);
        }
        String tlsFault = tlsFault(cause);
        return tlsFault == null ? broken(what, cause) : new RemoteException(what + ": " + tlsFault, cause);
    }

    /**
     * Returns an IOException for an undeclared one: the client, which is written in Kotlin, throws InterruptedException
     * undeclared.
     */
    private static IOException unexpected(String what, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        IOException interrupted = new InterruptedIOException(what + ": interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    private IOException temporaryOnceAnswered(String message, IOException cause) {
        return answered.get() ? new TemporaryFailure(message, cause) : new RemoteException(message, cause);
    }

    /** A lasting fault of TLS; null if another attempt may succeed. */
    private static @Nullable String tlsFault(IOException cause) {
        if (!(cause instanceof SSLException)) {
            return null;
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "the server does not speak TLS; use --plain-http if that is intended";
        }
        boolean distrust =
                cause instanceof SSLPeerUnverifiedException || cause.getCause() instanceof CertificateException;
        return distrust
                ? "the server's certificate is not trusted ("
                        + message.lines().findFirst().orElse("")
                        + "); trust its authority with --cacert FILE, or any certificate with --insecure"
                : null;
    }

    /** A connection that failed while it was in use. */
    IOException broken(String what, IOException cause) throws IOException {
        requireOpen(what, cause);
        if (Thread.currentThread().isInterrupted()) {
            InterruptedIOException interrupted = new InterruptedIOException(what + ": interrupted");
            interrupted.initCause(cause);
            return interrupted;
        }
        return new TemporaryFailure(what + ": " + fault(cause), cause);
    }

    private String fault(IOException cause) {
        if (cause instanceof SocketTimeoutException) {
            return "no answer within " + timeout.toMillis() / 1000.0 + " s (--timeout)";
        }
        return cause instanceof InterruptedIOException
                ? String.valueOf(cause.getMessage())
                : "the connection failed: " + cause.getMessage();
    }
}
