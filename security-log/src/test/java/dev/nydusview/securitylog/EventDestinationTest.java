package dev.nydusview.securitylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the names of destinations. */
final class EventDestinationTest {
    @ParameterizedTest
    @CsvSource({
        "events.json,events.json",
        "/var/log/a:b.json,/var/log/a:b.json",
        "unix:///dev/log,unix:///dev/log",
        "unixgram:///dev/log,unix:///dev/log",
        "udp://siem.example,udp://siem.example:514",
        "udp://siem.example:5514,udp://siem.example:5514",
        "tcp://[::1]:601,tcp://[::1]:601",
        "tls://siem.example,tls://siem.example:6514",
        "tcp+tls://10.0.0.1:6515,tls://10.0.0.1:6515",
    })
    void destinationsAreUnderstood(String text, String meant) {
        assertThat(EventDestination.parse(text)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://siem.example",
                "unix://dev/log",
                "udp://",
                "tcp://host:port",
                "tcp://host:65536",
                "tcp://user@host",
                "tcp://host/path",
                "tls://host?x=y"
            })
    void otherWordsAreRefused(String text) {
        assertThatThrownBy(() -> EventDestination.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
