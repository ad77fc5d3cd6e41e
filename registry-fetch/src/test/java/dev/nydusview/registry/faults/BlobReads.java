package dev.nydusview.registry.faults;

import dev.nydusview.base.Sha256;
import dev.nydusview.registry.TransferMeter;
import dev.nydusview.registry.auth.CredentialSettings;
import dev.nydusview.registry.endpoint.RemoteBlobSource;
import dev.nydusview.registry.endpoint.RepositoryBlobs;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.ref.ImageReference;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads of one blob from a registry, one after the other or by many threads, each compared with the content. */
final class BlobReads implements Closeable {
    static final int SIZE = 100_000;
    static final byte[] CONTENT = new byte[SIZE];

    static {
        new Random(17).nextBytes(CONTENT);
    }

    static final String ID = Sha256.of(CONTENT).hex();
    static final String PATH = "/v2/app/blobs/sha256:" + ID;

    private final RegistryConnections connections = new RegistryConnections();
    private final RemoteBlobSource blobs;

    BlobReads(String host, Duration retryFor) throws IOException {
        this(host, retryFor, CredentialSettings.of(Map.of()).withAnonymous(true));
    }

    BlobReads(String host, Duration retryFor, CredentialSettings credentials) throws IOException {
        RegistryAccess access = RegistryAccess.of(Map.of());
        access = access.with(
                        access.transport().withTimeout(Duration.ofSeconds(2)).withRetryFor(retryFor))
                .with(credentials);
        blobs = new RemoteBlobSource(
                new RepositoryBlobs(connections.open(ImageReference.parse(host + "/app"), access)),
                Map.of(ID, (long) SIZE),
                new TransferMeter());
    }

    /** Reads a range. */
    byte[] read(int offset, int length) throws IOException {
        ByteBuffer read = blobs.read(ID, offset, length);
        byte[] bytes = new byte[read.remaining()];
        read.get(bytes);
        return bytes;
    }

    static byte[] part(int offset, int length) {
        return Arrays.copyOfRange(CONTENT, offset, offset + length);
    }

    /** Reads {@code count} ranges by 24 threads; returns the errors, of which wrong bytes are one. */
    List<Throwable> many(int count) throws InterruptedException {
        ExecutorService readers = Executors.newFixedThreadPool(24);
        List<Future<?>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int offset = i * 97 % (SIZE - 500);
            reads.add(readers.submit(() -> {
                if (!Arrays.equals(read(offset, 500), part(offset, 500))) {
                    throw new AssertionError("wrong bytes");
                }
                return null;
            }));
        }
        List<Throwable> errors = new ArrayList<>();
        for (Future<?> read : reads) {
            try {
                read.get();
            } catch (ExecutionException e) {
                errors.add(e.getCause());
            }
        }
        readers.shutdown();
        return errors;
    }

    @Override
    public void close() throws IOException {
        blobs.close();
        connections.close();
    }
}
