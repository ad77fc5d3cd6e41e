package dev.nydusview.authz.scan;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Scanner whose results a test chooses. */
public final class FakeScanner implements ImageScanner {
    /** Beginning of references to images that are never open. */
    public static final String SLOW = "slow.example/";

    private final BlockingQueue<Thread> opening = new LinkedBlockingQueue<>();
    private final AtomicInteger scans = new AtomicInteger();
    private final AtomicInteger resolved = new AtomicInteger();
    private final Queue<ScanRequest> queries = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Queue<Thread> listener = new ConcurrentLinkedQueue<>();
    private volatile ScanResult result = new ScanResult("", true, null, List.of());
    private volatile @Nullable IOException failure;
    private volatile @Nullable IOException resolveFailure;

    /** The digest of every image of that name. */
    public static String digest(String reference) {
        return "sha256:" + HexFormat.of().toHexDigits(reference.hashCode()).repeat(8);
    }

    public void clean() {
        failure = null;
        result = new ScanResult("", true, null, List.of());
    }

    public void found(Finding... findings) {
        result = new ScanResult("", true, null, List.of(findings));
    }

    public void incomplete(String problem, Finding... findings) {
        result = new ScanResult("", false, problem, List.of(findings));
    }

    public void fails(IOException reason) {
        failure = reason;
    }

    public void resolvesNothing(@Nullable IOException reason) {
        resolveFailure = reason;
    }

    /** Scans from now on end only after {@link #release}. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    public void release() {
        gate.countDown();
    }

    /** Adds the thread of each scan to {@code threads} when the scan begins. */
    public void tell(Queue<Thread> threads) {
        listener = threads;
    }

    /** Waits for another image to be opened, and returns the thread that does it. */
    public Thread opening() throws InterruptedException {
        return opening.take();
    }

    public int scans() {
        return scans.get();
    }

    public int resolved() {
        return resolved.get();
    }

    public Queue<ScanRequest> queries() {
        return queries;
    }

    @Override
    public String resolve(String reference) throws IOException, InterruptedException {
        resolved.incrementAndGet();
        if (reference.startsWith(SLOW)) {
            opening.add(Thread.currentThread());
            new CountDownLatch(1).await();
        }
        if (resolveFailure != null) {
            throw resolveFailure;
        }
        return digest(reference);
    }

    @Override
    public ScanResult scan(ScanRequest query, ScanSlot slot) throws IOException, InterruptedException {
        if (query.reference().startsWith(SLOW)) {
            opening.add(Thread.currentThread());
            new CountDownLatch(1).await();
        }
        slot.acquire();
        scans.incrementAndGet();
        queries.add(query);
        listener.add(Thread.currentThread());
        gate.await();
        if (failure != null) {
            throw failure;
        }
        ScanResult as = result;
        return new ScanResult(query.digest(), as.complete(), as.problem(), as.findings());
    }
}
