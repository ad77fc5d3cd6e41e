package dev.nydusview.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.AuthenticationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests logins that are kept, as those who read them find them. */
final class CredentialStoreTest {
    private static final Credentials.Password LOGIN = new Credentials.Password("u", "p:w");

    @TempDir
    Path home;

    private CredentialSettings settings;
    private Path file;

    @BeforeEach
    void prepare() {
        settings =
                CredentialSettings.of(Map.of("HOME", home.toString(), "PATH", home.resolve("bin") + ":/usr/bin:/bin"));
        file = home.resolve(".docker/config.json");
    }

    private void config(String text) throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(file, text);
    }

    private Credentials found(String registry) throws IOException {
        return new Keychain(settings).find(registry, "app").credentials();
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void loginIsKeptInDockersFile() throws IOException {
        assertThat(CredentialStore.of(settings).store("h:1", LOGIN)).isEqualTo(file.toString());

        assertThat(found("h:1")).isEqualTo(LOGIN);
        assertThat(mode()).isEqualTo("rw-------");
        assertThat(CredentialStore.of(settings).erase("h:1")).isEqualTo(file.toString());
        assertThat(found("h:1")).isEqualTo(new Credentials.None());
        assertThat(CredentialStore.of(settings).erase("h:1")).isNull();
    }

    @Test
    void otherMembersStay() throws IOException {
        config("{\"HttpHeaders\":{\"X\":\"y\"},\"Auths\":{\"https://H.example/v2/\":{\"auth\":\"eDp5\"},"
                + "\"other\":{\"auth\":\"eDp5\",\"email\":\"e\"}},\"n\":12345678901234567890123}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        CredentialStore.of(settings).store("h.example", LOGIN);

        assertThat(Files.readString(file).replaceAll("\\s", ""))
                .isEqualTo("{\"HttpHeaders\":{\"X\":\"y\"},\"Auths\":{\"other\":{\"auth\":\"eDp5\",\"email\":\"e\"},"
                        + "\"h.example\":{\"auth\":\"dTpwOnc=\"}},\"n\":12345678901234567890123}");
        assertThat(mode()).isEqualTo("rw-------");
        assertThat(found("h.example")).isEqualTo(LOGIN);
    }

    @Test
    void hubHasTheNameThatDockerReads() throws IOException {
        CredentialStore.of(settings).store("docker.io", LOGIN);

        assertThat(Files.readString(file)).contains("\"https://index.docker.io/v1/\"");
        assertThat(found("docker.io")).isEqualTo(LOGIN);
    }

    @Test
    void linkedFileIsReplacedAndTheLinkStays() throws IOException {
        Path real = Files.writeString(home.resolve("real.json"), "");
        Files.createDirectories(home.resolve(".docker"));
        Files.createSymbolicLink(file, real);
        CredentialStore.of(settings).store("h:1", LOGIN);

        assertThat(file).isSymbolicLink();
        assertThat(Files.readString(real)).contains("h:1");
    }

    @Test
    void namedFileComesFirst() throws IOException {
        Path named = home.resolve("new/auth.json");
        CredentialSettings given = settings.withAuthFile(named);

        assertThat(CredentialStore.of(given).store("h:1", LOGIN)).isEqualTo(named.toString());
        assertThat(new Keychain(given).find("h:1", "app").credentials()).isEqualTo(LOGIN);
        assertThat(file).doesNotExist();
    }

    @Test
    void helperOfTheFileKeepsTheLogin() throws IOException {
        Path kept = home.resolve("kept");
        helper("case $1 in store) cat >" + kept + ";; erase) rm " + kept + ";; get) test -f " + kept + " && cat " + kept
                + " || { echo credentials not found; exit 1; };; esac");
        config("{\"credsStore\":\"kept\"}");

        assertThat(CredentialStore.of(settings).store("h:1", LOGIN)).isEqualTo("docker-credential-kept");
        assertThat(Files.readString(file)).isEqualTo("{\"credsStore\":\"kept\"}");
        assertThat(found("h:1")).isEqualTo(LOGIN);
        assertThat(CredentialStore.of(settings).erase("h:1")).isEqualTo("docker-credential-kept");
        assertThat(kept).doesNotExist();
        assertThat(CredentialStore.of(settings).erase("h:1")).isNull();
    }

    @Test
    void helperThatFailsOrIsMissingKeepsNothing() throws IOException {
        config("{\"credHelpers\":{\"h:1\":\"kept\"}}");
        assertThatThrownBy(() -> CredentialStore.of(settings).store("h:1", LOGIN))
                .hasMessageContaining("docker-credential-kept, which " + file + " names, is not on PATH");
        helper("exit 4");
        assertThatThrownBy(() -> CredentialStore.of(settings).store("h:1", LOGIN))
                .isInstanceOf(AuthenticationException.class)
                .hasMessage("the credential helper docker-credential-kept failed: exit code 4");
        assertThat(Files.readString(file)).doesNotContain("auths");
    }

    private void helper(String script) throws IOException {
        Path program = home.resolve("bin/docker-credential-kept");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"auths\":{},\"auths\":{}}", "[]", "{\"auths\":\"hunter2\"}", "hunter2"})
    void fileThatCannotBeKeptWholeIsNotChanged(String content) throws IOException {
        config(content);
        assertThatThrownBy(() -> CredentialStore.of(settings).store("h:1", LOGIN))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageStartingWith("the credentials file " + file + " is not changed, as it is malformed: ")
                .hasMessageNotContaining("hunter2");
        assertThat(Files.readString(file)).isEqualTo(content);
    }
}
