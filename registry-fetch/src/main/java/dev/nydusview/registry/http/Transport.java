package dev.nydusview.registry.http;

import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.Traffic;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends single requests and explains failures. */
final class Transport {
    private static final int TOO_MANY_REQUESTS = 429;

    private final ProxiedClients clients;
    private final Duration timeout;
    private final HostGates gates;
    /** True once a server has answered: before that, an unknown name is a wrong one, and not worth a retry. */
    private final AtomicBoolean answered;
    /** Calls whose answers are not closed yet. */
    private final Set<Call> underWay;

    private final CountDownLatch closed;

    /** @param gates of the hosts that fail, which other transports share */
    Transport(ProxiedClients clients, Duration timeout, HostGates gates) {
        this.clients = clients;
        this.timeout = timeout;
        this.gates = gates;
        this.answered = new AtomicBoolean();
        this.underWay = ConcurrentHashMap.newKeySet();
        this.closed = new CountDownLatch(1);
    }

    private Transport(ProxiedClients clients, Transport other) {
        this.clients = clients;
        this.timeout = other.timeout;
        this.gates = other.gates;
        this.answered = other.answered;
        this.underWay = other.underWay;
        this.closed = other.closed;
    }

    /**
     * Returns a transport through other clients; either knows when the other has been answered, and they are closed
     * together.
     */
    Transport through(ProxiedClients other) {
        return new Transport(other, this);
    }

    WaitNotices notices() {
        return gates.notices();
    }

    Traffic traffic() {
        return gates.traffic();
    }

    /** Tests whether requests to the host of {@code url} have to wait. */
    boolean isDown(HttpUrl url) {
        return gates.isDown(url);
    }

    /** Waits for the answer to {@code request}, whatever its status, once its host lets requests through. */
    Response send(Request request, RetryBudget budget) throws IOException {
        HttpUrl url = request.url();
        HostGate gate = gates.find(url);
        boolean probe = gate != null && gate.enter(budget, () -> requireOpen(Redactor.described(request), null));
        try {
            Response response = exchange(request, new RequestLog(request, budget, gates.traffic()));
            if (!RegistryErrors.isTemporary(response.code())) {
                gates.answered(url);
                return response;
            }
            TemporaryFailure failure = RegistryErrors.temporary(response);
            boolean limited = response.code() == TOO_MANY_REQUESTS
                    && failure.retryAfter() != null
                    && !failure.retryAfter().isZero();
            throw failed(url, failure, budget, probe, limited);
        } catch (Unreached e) {
            throw failed(url, e.failure, budget, probe, false);
        } finally {
            if (gate != null && probe) {
                gate.endProbe();
            }
        }
    }

    private TemporaryFailure failed(
            HttpUrl url, TemporaryFailure failure, RetryBudget budget, boolean probe, boolean limited) {
        HostGate gate = gates.add(url);
        return gate == null ? failure : gate.failed(failure, budget, probe, limited);
    }

    /** A request that got no answer. */
    private static final class Unreached extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient TemporaryFailure failure;

        Unreached(TemporaryFailure failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private Response exchange(Request request, RequestLog log) throws IOException {
        String what = Redactor.described(request);
        ProxyServer proxy = clients.proxy(request.url());
        Call call = clients.through(proxy).newCall(request);
        underWay.add(call);
        boolean begun = false;
        try {
            requireOpen(what, null);
            StallGuard guard = new StallGuard(call, timeout, log::received, () -> {
                underWay.remove(call);
                log.closed();
            });
            Response response =
                    guard.execute(() -> gates.notices().silent(HostGates.host(request.url()), what, timeout.toNanos()));
            begun = true;
            answered.set(true);
            log.answered(response.code());
            return response;
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            log.failed(e);
            IOException failure = failure(what, request, proxy, e);
            throw failure instanceof TemporaryFailure temporary ? new Unreached(temporary) : failure;
        } catch (IllegalStateException | IllegalArgumentException e) {
            log.failed(e);
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

    /** Waits for {@code nanos}, or until this is closed. */
    void pause(long nanos) throws IOException {
        try {
            if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
                requireOpen("a request that was to be repeated", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to repeat a request");
        }
    }

    /** Ends running calls and refuses later ones. */
    void close() {
        closed.countDown();
        underWay.forEach(Call::cancel);
    }

    private void requireOpen(String what, @Nullable Throwable cause) throws RemoteException {
        if (closed.getCount() == 0) {
            throw new RemoteException(what + ": cancelled, as the image was closed", cause);
        }
    }

    private IOException failure(String what, Request request, @Nullable ProxyServer proxy, IOException cause)
            throws IOException {
        requireOpen(what, cause);
        if (cause instanceof GuardedSockets.Refusal) {
            return new RemoteException(what + ": refused: " + cause.getMessage(), cause);
        }
        if (proxy != null) {
            return proxyFailure(what, request.url().host(), proxy, cause);
        }
        String host = request.url().host();
        if (cause instanceof UnknownHostException) {
            return temporaryOnceAnswered(
                    what + ": the host name " + host + " is not known; check its spelling and the DNS", cause);
        }
        if (isUnreachable(cause)) {
            String where = host + " port " + request.url().port();
            return new TemporaryFailure(
                    what + ": no connection to " + where + "; check that a server runs there", cause);
        }
        String lasting = tlsFault(cause, host + ":" + request.url().port());
        boolean brokeOff = lasting == null && !(cause instanceof InterruptedIOException);
        if (brokeOff && !answered.get()) {
            lasting = ServerProbe.fault(request);
        }
        return lasting == null ? broken(what, cause) : new RemoteException(what + ": " + lasting, cause);
    }

    /** Before any answer, a name or a proxy is more likely wrong than out of order. */
    private IOException temporaryOnceAnswered(String message, IOException cause) {
        return answered.get() ? new TemporaryFailure(message, cause) : new RemoteException(message, cause);
    }

    private static boolean isUnreachable(IOException cause) {
        return cause instanceof ConnectException || cause instanceof NoRouteToHostException;
    }

    private IOException proxyFailure(String what, String host, ProxyServer proxy, IOException cause)
            throws IOException {
        String way = what + ": through the " + proxy + ": ";
        String remedy = "; check the proxy, or name " + host + " in NO_PROXY";
        if (cause instanceof UnknownHostException) {
            return temporaryOnceAnswered(way + "its host name is not known" + remedy, cause);
        }
        // A socket through SOCKS has only this exception for it.
        if (isUnreachable(cause) || "Connection refused".equals(cause.getMessage())) {
            return temporaryOnceAnswered(way + "no connection to it" + remedy, cause);
        }
        if (String.valueOf(cause.getMessage()).startsWith("Failed to authenticate with proxy")) {
            return new RemoteException(
                    way + "it demands another user or password; write http://USER:PASSWORD@HOST:PORT", cause);
        }
        if (cause instanceof SSLException && isPlain(cause)) {
            return new RemoteException(way + "no TLS is spoken there or by the registry; check the schemes", cause);
        }
        String lasting = tlsFault(cause, host + "[:PORT]");
        return lasting == null
                ? broken(what + ": through the " + proxy, cause)
                : new RemoteException(way + lasting, cause);
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

    /** A lasting fault of TLS; null if another attempt may succeed. */
    private static @Nullable String tlsFault(IOException cause, String registry) {
        if (!(cause instanceof SSLException)) {
            return null;
        }
        if (isPlain(cause)) {
            return ServerProbe.PLAIN;
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SSLPeerUnverifiedException || cause.getCause() instanceof CertificateException) {
            return "the server's certificate is not trusted ("
                    + message.lines().findFirst().orElse("")
                    + "); trust its authority with --cacert FILE, or any certificate with --insecure";
        }
        // TLS 1.2 has other names for it, which may mean other faults as well.
        return message.endsWith("alert: certificate_required") ? ServerProbe.certificateDemanded(registry) : null;
    }

    private static boolean isPlain(IOException cause) {
        return String.valueOf(cause.getMessage()).contains("Unsupported or unrecognized SSL message");
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
            return "no answer within " + timeout.toMillis() / 1000.0 + " s (--timeout, or --request-timeout)";
        }
        return cause instanceof InterruptedIOException
                ? String.valueOf(cause.getMessage())
                : "the connection failed: " + cause.getMessage();
    }
}
