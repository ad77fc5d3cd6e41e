package dev.nydusview.scan.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFilterTest {
    private static boolean passes(String name, String value, boolean network) {
        return EnvironmentFilter.of(Map.of(name, value), network).equals(Map.of(name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "PATH, /bin:/none",
        "HOME, /no/such/home",
        "LC_ALL, C.UTF-8",
        "XDG_CACHE_HOME, /no/such",
        "TRIVY_CACHE_DIR, anything",
        "TRIVY_SECRET_CONFIG, rules.yaml",
        "GRYPE_DB_CACHE_DIR, anything",
        "CLAMAV_DB, anything",
        "RULES, /etc",
        "RULES_FILE, /etc/passwd",
        "THREADS, 4",
        "VERBOSE, true",
        "SERVER, https://db.example:8443/",
    })
    void whatIsKnownOrCanBeNoSecretIsPassed(String name, String value) {
        assertThat(passes(name, value, false)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "NYDUSVIEW_CREDS, me:secret",
        "NYDUSVIEW_REGISTRY, 1",
        "nydusview_creds, 1",
        "DOCKER_CONFIG, /etc",
        "REGISTRY_AUTH_FILE, /etc/passwd",
        "TRIVY_USERNAME, me",
        "TRIVY_PASSWORD, 1",
        "TRIVY_REGISTRY_TOKEN, 1",
        "TRIVY_CACHE_BACKEND, redis://me:secret@host:1",
        "GRYPE_REGISTRY_AUTH_PASSWORD, 1",
        "SYFT_REGISTRY_AUTH_TOKEN, 1",
        "GITHUB_TOKEN, 1",
        "CI_JOB_JWT, 1",
        "AWS_ACCESS_KEY_ID, 1",
        "SSH_AUTH_SOCK, /etc",
        "PGPASSWORD, 1",
        "ANYTHING, a-word-that-may-be-a-secret",
        "HOOK, https://hooks.example/services/abc",
        "DATABASE, postgres://me:secret@host",
        "NUMBER, 12345678901",
        "FILE, /no/such/file",
    })
    void nothingElseIs(String name, String value) {
        assertThat(passes(name, value, true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http_proxy", "HTTPS_PROXY", "no_proxy", "ALL_PROXY"})
    void proxiesAreForThoseWithANetwork(String name) {
        assertThat(passes(name, "http://me:secret@proxy:3128", true)).isTrue();
        assertThat(passes(name, "http://me:secret@proxy:3128", false)).isFalse();
    }
}
