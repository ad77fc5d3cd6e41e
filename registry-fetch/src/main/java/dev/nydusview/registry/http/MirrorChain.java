package dev.nydusview.registry.http;

import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.mirror.Mirror;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the mirrors of an image in their order, and its registry when none has answered. */
final class MirrorChain {
    private static final Logger LOG = LoggerFactory.getLogger(MirrorChain.class);

    static final MirrorChain NONE = new MirrorChain(List.of(), new Health());

    /** A mirror with the way to it. */
    record Link(Mirror mirror, RegistryHttp http) {}

    /** Hosts of mirrors that have failed, for all images of a process. */
    static final class Health {
        private static final long LEFT_ALONE_NANOS = 60_000_000_000L;

        private final Map<String, Long> until = new ConcurrentHashMap<>();

        boolean isLeftAlone(String host) {
            Long end = until.get(host);
            return end != null && System.nanoTime() - end < 0;
        }

        /** Leaves a host alone; {@code cause} is told unless the host was left alone before. */
        void failed(String host, String cause) {
            boolean known = isLeftAlone(host);
            until.put(host, System.nanoTime() + LEFT_ALONE_NANOS);
            if (!known) {
                LOG.warn("mirror {} is left alone for a minute: {}", host, cause);
            }
        }
    }

    private final List<Link> links;
    private final Health health;
    /** Hosts by the paths for which they have answered last. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();

    private volatile Consumer<String> listener = host -> {};

    MirrorChain(List<Link> links, Health health) {
        this.links = List.copyOf(links);
        this.health = health;
    }

    /** Sends a request over one way. */
    interface Sending<T> {
        T over(RegistryHttp http) throws IOException;
    }

    /** Sends a request to the registry itself. */
    interface Last<T> {
        T send() throws IOException;
    }

    void listen(Consumer<String> hosts) {
        listener = hosts;
    }

    <T> T send(String path, Sending<T> sending, Last<T> last) throws IOException {
        for (Link link : links) {
            String host = link.mirror().reference().registry();
            if (link.mirror().serves(path) && !health.isLeftAlone(host)) {
                try {
                    T answer = sending.over(link.http());
                    listener.accept(host);
                    answered.put(path, host);
                    return answer;
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (NotFoundException e) {
                    LOG.debug("mirror {}: {}", host, e.getMessage());
                } catch (IOException e) {
                    health.failed(host, String.valueOf(e.getMessage()));
                }
            }
        }
        answered.remove(path);
        return last.send();
    }

    /** Leaves the mirror alone that has answered for {@code path}, as its bytes were wrong. */
    void distrust(String path) {
        String host = answered.remove(path);
        if (host != null) {
            health.failed(host, path + " was wrong");
        }
        links.forEach(link -> link.http().distrust(path));
    }

    void close() {
        links.forEach(link -> link.http().close());
    }
}
