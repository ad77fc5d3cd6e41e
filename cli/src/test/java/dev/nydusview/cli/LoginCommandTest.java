package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code login} and {@code logout} with a registry that demands a user. */
class LoginCommandTest {
    private static final String RIGHT =
            "Basic " + Base64.getEncoder().encodeToString("ci:hunter2".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path home;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer registry;
    private String host;
    private boolean withTokens;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
        host = "localhost:" + registry.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        asked.add(exchange.getRequestURI().toString());
        try (exchange) {
            boolean isToken = exchange.getRequestURI().getPath().equals("/token");
            boolean accepted = shown.equals(RIGHT) || shown.equals("Bearer t");
            String challenge =
                    withTokens && !isToken ? "Bearer realm=\"http://" + host + "/token\"" : "Basic realm=\"r\"";
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            byte[] body = "{\"token\":\"t\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(accepted ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Cli.Result login(String password) {
        return new Cli(home).input(password).run("login", "-u", "ci", "--password-stdin", host);
    }

    private Path file() {
        return home.resolve(".docker/config.json");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acceptedLoginIsKeptUntilLogout(boolean tokens) throws IOException {
        withTokens = tokens;
        Cli.Result result = login("hunter2\n");
        assertThat(result.err()).isEqualTo("nydusview: logged in to " + host + " as ci: kept in " + file() + "\n");
        assertThat(result.code()).isZero();
        assertThat(asked).startsWith("/v2/").contains(tokens ? "/token" : "/v2/");
        assertThat(Files.readString(file())).contains(RIGHT.substring("Basic ".length()));

        Cli.Result out = new Cli(home).run("logout", host);
        assertThat(out.err()).isEqualTo("nydusview: removed the login for " + host + " from " + file() + "\n");
        assertThat(Files.readString(file())).doesNotContain(host);
        assertThat(new Cli(home).run("logout", host).err())
                .isEqualTo("nydusview: there was no login for " + host + "\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusedLoginIsNotKept(boolean tokens) {
        withTokens = tokens;
        Cli.Result result = login("wr0ng\n");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("401").contains("user ci").doesNotContain("wr0ng");
        assertThat(file()).doesNotExist();
    }

    @Test
    void withoutAPasswordNobodyIsAsked() {
        Cli.Result result = new Cli(home).run("login", "-u", "ci", host);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--password-stdin is missing, and there is no terminal to ask on");
        assertThat(login("\n").err()).contains("the password is empty");
        assertThat(asked).isEmpty();
    }

    @Test
    void otherLoginsThatStayAreNamed() throws IOException {
        login("hunter2");
        Path other = Files.createDirectories(home.resolve(".config/containers")).resolve("auth.json");
        Files.copy(file(), other);
        assertThat(new Cli(home).run("logout", host).err())
                .endsWith("nydusview: there still is the user ci for " + host + " in " + other + "\n");
    }
}
