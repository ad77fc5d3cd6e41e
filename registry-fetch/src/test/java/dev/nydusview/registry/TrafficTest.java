package dev.nydusview.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final Traffic traffic = new Traffic();

    @Test
    void answersAreCountedByHostAndClassOfStatus() {
        traffic.answered("a:443", 200);
        traffic.answered("a:443", 206);
        traffic.answered("a:443", 503);
        traffic.unanswered("a:443");
        traffic.received("a:443", 42);
        traffic.repeated("a:443");

        Traffic.Host host = traffic.hosts().get(0);

        assertThat(host.host()).isEqualTo("a:443");
        assertThat(host.answers()).isEqualTo(Map.of("2xx", 2L, "5xx", 1L, "none", 1L));
        assertThat(host.bytes()).isEqualTo(42);
        assertThat(host.repetitions()).isEqualTo(1);
    }

    @Test
    void anyStatusAndAnyNumberOfHostsStayWithinBounds() {
        for (int i = 0; i < 10_000; i++) {
            traffic.answered("host" + i + ":443", i);
        }

        List<Traffic.Host> hosts = traffic.hosts();

        assertThat(hosts).hasSize(Traffic.MAX_HOSTS + 1);
        assertThat(hosts.get(hosts.size() - 1).host()).isEqualTo(Traffic.OTHER);
        assertThat(hosts.stream()
                        .flatMap(host -> host.answers().values().stream())
                        .mapToLong(count -> count)
                        .sum())
                .isEqualTo(10_000);
    }
}
