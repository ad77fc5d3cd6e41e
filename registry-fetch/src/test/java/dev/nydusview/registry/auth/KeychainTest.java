package dev.nydusview.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.registry.AuthenticationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeychainTest {
    @TempDir
    Path home;

    @Test
    void placesComeInTheirDocumentedOrder() throws IOException {
        Path given = write("given.json", entry("h:1", "given"));
        Map<String, String> environment = Map.of(
                "REGISTRY_AUTH_FILE", write("named.json", entry("h:1", "named")).toString(),
                "DOCKER_CONFIG",
                        write("docker/config.json", entry("h:1", "docker"))
                                .getParent()
                                .toString(),
                "XDG_RUNTIME_DIR", runtime(entry("h:1", "runtime")).toString(),
                "HOME", home.toString());
        write(".docker/config.json", entry("h:1", "home"));
        CredentialSettings access = CredentialSettings.of(environment);

        assertThat(find(access.withCredentials("creds:x:y").withAuthFile(given), "h:1")
                        .credentials())
                .isEqualTo(new Credentials.Password("creds", "x:y"));
        assertUser(access.withAuthFile(given), "given");
        assertUser(access, "named");
        Files.delete(home.resolve("named.json"));
        assertUser(access, "docker");
        Files.delete(home.resolve("docker/config.json"));
        assertUser(access, "home");
        Files.delete(home.resolve(".docker/config.json"));
        assertUser(access, "runtime");
        Files.delete(home.resolve("run/containers/auth.json"));
        assertThat(find(access, "h:1"))
                .isEqualTo(new Login(new Credentials.None(), "no credentials for h:1 were found"));
    }

    private Path runtime(String content) throws IOException {
        return write("run/containers/auth.json", content).getParent().getParent();
    }

    private static void assertUser(CredentialSettings access, String user) throws IOException {
        assertThat(find(access, "h:1").credentials()).isEqualTo(new Credentials.Password(user, "pass"));
    }

    @Test
    void fileWithoutAnEntryLeavesTheNextOneItsTurn() throws IOException {
        write(".docker/config.json", entry("h:1", "home"));
        Path given = write("given.json", entry("other:1", "given"));

        assertUser(homeAccess().withAuthFile(given), "home");
    }

    @Test
    void homeOfThePasswordDatabaseIsUsedWithoutHome() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(Keychain.files(Map.of()))
                .contains(home.resolve(".docker/config.json"), home.resolve(".config/containers/auth.json"));
        assertThat(Keychain.files(Map.of("HOME", ""))).contains(home.resolve(".docker/config.json"));
    }

    @Test
    void dockerHubHasManyNames() throws IOException {
        for (String name :
                new String[] {"https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io"}) {
            write(".docker/config.json", entry(name, "hub"));
            assertThat(find(homeAccess(), "docker.io").credentials())
                    .isEqualTo(new Credentials.Password("hub", "pass"));
        }
    }

    @Test
    void registriesAreComparedInCanonicalForm() throws IOException {
        String[][] same = {
            {"H.Example", "h.example"},
            {"h.example:443", "h.example"},
            {"https://H.example:0443/v2/", "h.example"},
            {"h.example.", "h.example"},
            {"[0:0::1]:5000", "[::1]:5000"},
            {"registry.hub.docker.com", "docker.io"},
            {"Registry-1.docker.io:443", "docker.io"},
        };
        for (String[] pair : same) {
            write(".docker/config.json", entry(pair[0], "same"));
            assertThat(find(homeAccess(), pair[1]).credentials())
                    .as(pair[0])
                    .isEqualTo(new Credentials.Password("same", "pass"));
        }
        for (String other : new String[] {"h.example:80", "h.example:5000", "www.h.example", "h.example.evil"}) {
            write(".docker/config.json", entry(other, "other"));
            assertThat(find(homeAccess(), "h.example").isAnonymous()).as(other).isTrue();
        }
        write(".docker/config.json", entry("localhost:443", "other"));
        assertThat(find(homeAccess(), "localhost").isAnonymous()).isTrue();
    }

    @Test
    void theNameItselfComesBeforeWhatMeansIt() throws IOException {
        write(
                ".docker/config.json",
                "{\"auths\":{\"h.example:443\":" + auth("a") + ",\"h.example\":" + auth("b") + ",\"H.example\":"
                        + auth("c") + "}}");
        assertThat(find(homeAccess(), "h.example").credentials()).isEqualTo(new Credentials.Password("b", "pass"));
    }

    @Test
    void filesAreReadAsDockerReadsThem() throws IOException {
        write(".docker/config.json", "{\"auths\":{\"h:1\":" + auth("a") + "},\"auths\":{\"h:2\":" + auth("b") + "}}");
        assertThat(find(homeAccess(), "h:1").credentials()).isEqualTo(new Credentials.Password("a", "pass"));
        assertThat(find(homeAccess(), "h:2").credentials()).isEqualTo(new Credentials.Password("b", "pass"));
        write(".docker/config.json", "{\"auths\":{\"h:1\":" + auth("a") + ",\"h:1\":" + auth("b") + "}}");
        assertThat(find(homeAccess(), "h:1").credentials()).isEqualTo(new Credentials.Password("b", "pass"));
        write(".docker/config.json", "{\"Auths\":{\"h:1\":{\"Username\":\"u\",\"PASSWORD\":\"p\"}}}");
        assertThat(find(homeAccess(), "h:1").credentials()).isEqualTo(new Credentials.Password("u", "p"));
        write(".docker/config.json", "{\"auths\":{\"h:1\":{\"auth\":\"eDp\\n5\\n\"}}}");
        assertThat(find(homeAccess(), "h:1").credentials()).isEqualTo(new Credentials.Password("x", "y"));
        write(".docker/config.json", " \n");
        assertThat(find(homeAccess(), "h:1").isAnonymous()).isTrue();
    }

    @Test
    void longestRepositoryPrefixCounts() throws IOException {
        write(
                ".docker/config.json",
                "{\"auths\":{\"h:1\":" + auth("host") + ",\"h:1/team\":" + auth("team") + ",\"h:1/tea\":" + auth("tea")
                        + "}}");

        assertThat(new Keychain(homeAccess()).find("h:1", "team/app").credentials())
                .isEqualTo(new Credentials.Password("team", "pass"));
        assertThat(new Keychain(homeAccess()).find("h:1", "other/app").credentials())
                .isEqualTo(new Credentials.Password("host", "pass"));
    }

    @Test
    void readsEveryFormOfAnEntry() throws IOException {
        write(".docker/config.json", "{\"auths\":{\"h:1\":{\"username\":\"u\",\"password\":\"p\"}}}");
        assertThat(find(homeAccess(), "h:1").credentials()).isEqualTo(new Credentials.Password("u", "p"));
        write(".docker/config.json", "{\"auths\":{\"h:1\":{\"auth\":\"eDp5\",\"identitytoken\":\"t\"}}}");
        assertThat(find(homeAccess(), "h:1").credentials()).isEqualTo(new Credentials.IdentityToken("t"));
        write(".docker/config.json", "{\"auths\":{\"h:1\":{}}}");
        assertThat(find(homeAccess(), "h:1").isAnonymous()).isTrue();
    }

    @Test
    void helperOfARegistryComesBeforeTheStoreAndBothBeforeEntries() throws IOException {
        helper("one", "echo '{\"Username\":\"'$(cat)'\",\"Secret\":\"one\"}'");
        helper("all", "read server; echo '{\"Username\":\"<token>\",\"Secret\":\"all\"}'");
        write(
                ".docker/config.json",
                "{\"credHelpers\":{\"h:1\":\"one\"},\"credsStore\":\"all\",\"auths\":{\"h:1\":" + auth("entry") + "}}");

        assertThat(find(homeAccess(), "h:1"))
                .isEqualTo(new Login(new Credentials.Password("h:1", "one"), "docker-credential-one"));
        assertThat(find(homeAccess(), "h:2").credentials()).isEqualTo(new Credentials.IdentityToken("all"));
    }

    @Test
    void helperThatKnowsNothingLeavesTheEntryItsTurn() throws IOException {
        helper("none", "echo 'credentials not found in native keychain'; exit 1");
        write(".docker/config.json", "{\"credsStore\":\"none\",\"auths\":{\"h:1\":" + auth("entry") + "}}");

        assertUser(homeAccess(), "entry");
    }

    @Test
    void missingHelperIsToldWithTheLackOfCredentials() throws IOException {
        Path file = write(".docker/config.json", "{\"credsStore\":\"desktop\"}");

        assertThat(find(homeAccess(), "h:1").origin())
                .isEqualTo("no credentials for h:1 were found; docker-credential-desktop, which " + file
                        + " names, is not on PATH");
    }

    @Test
    void failingHelperIsToldWithoutItsOutput() throws IOException {
        helper("bad", "echo '{\"Username\":\"u\",\"Secret\":\"hunter2\"}'; exit 3");
        write(".docker/config.json", "{\"credsStore\":\"bad\"}");

        String none = "no credentials for h:1 were found; the credential helper docker-credential-bad failed: ";
        assertThat(find(homeAccess(), "h:1")).isEqualTo(new Login(new Credentials.None(), none + "exit code 3"));
        helper("bad", "echo hunter2");
        assertThat(find(homeAccess(), "h:1").origin())
                .isEqualTo(none + "its answer is malformed: not JSON at line 1, column 1");
        write(".docker/config.json", "{\"credsStore\":\"bad\",\"auths\":{\"h:1\":" + auth("entry") + "}}");
        assertUser(homeAccess(), "entry");
    }

    @Test
    void variableMayHaveTheContentOfAFile() throws IOException {
        write(".docker/config.json", entry("h:1", "home"));
        Map<String, String> environment =
                Map.of("HOME", home.toString(), "DOCKER_AUTH_CONFIG", entry("h:1", "variable"));
        assertUser(CredentialSettings.of(environment), "variable");
        assertUser(
                CredentialSettings.of(environment).withAuthFile(write("given.json", entry("h:1", "given"))), "given");
        assertThatThrownBy(() -> find(CredentialSettings.of(Map.of("DOCKER_AUTH_CONFIG", "hunter2")), "h:1"))
                .hasMessageStartingWith("the credentials file $DOCKER_AUTH_CONFIG is malformed: ")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void helperNameCannotLeavePath() throws IOException {
        write(".docker/config.json", "{\"credsStore\":\"../../evil\"}");

        assertThatThrownBy(() -> find(homeAccess(), "h:1"))
                .hasMessage("the credential helper name \"../../evil\" is not a plain program name");
    }

    @Test
    void malformedFileIsNamedButNotQuoted() throws IOException {
        Path file = write(".docker/config.json", "{\"auths\":{\"h:1\":{\"auth\":\"hunter2!\"}}}");
        assertThatThrownBy(() -> find(homeAccess(), "h:1"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessage("the credentials file " + file + " is malformed: an \"auth\" is not Base64");
        write(".docker/config.json", "{\"auths\":\"hunter2\"}");
        assertThatThrownBy(() -> find(homeAccess(), "h:1"))
                .hasMessage("the credentials file " + file + " is malformed: \"auths\" is not an object");
    }

    @Test
    void namedFileMustExist() {
        Path missing = home.resolve("missing.json");
        assertThatThrownBy(() -> find(homeAccess().withAuthFile(missing), "h:1"))
                .hasMessage("the credentials file " + missing + " (--authfile) does not exist");
    }

    @Test
    void nothingPrintsASecret() {
        assertThat(new Login(new Credentials.Password("u", "hunter2"), "x"))
                .asString()
                .doesNotContain("hunter2");
        assertThat(new Login(new Credentials.IdentityToken("hunter2"), "x"))
                .asString()
                .doesNotContain("hunter2");
    }

    private CredentialSettings homeAccess() {
        return CredentialSettings.of(Map.of("HOME", home.toString(), "PATH", home.resolve("bin") + ":/usr/bin:/bin"));
    }

    private static Login find(CredentialSettings access, String registry) throws IOException {
        return new Keychain(access).find(registry, "app");
    }

    private static String entry(String key, String user) {
        return "{\"auths\":{\"" + key + "\":" + auth(user) + "}}";
    }

    private static String auth(String user) {
        String pair = user + ":pass";
        return "{\"auth\":\"" + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private void helper(String name, String script) throws IOException {
        Path file = write("bin/docker-credential-" + name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Path write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
