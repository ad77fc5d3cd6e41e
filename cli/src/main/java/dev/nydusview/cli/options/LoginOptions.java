package dev.nydusview.cli.options;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.ImageSelection;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.registry.auth.Credentials;
import dev.nydusview.registry.http.RegistryAccess;
import java.io.Console;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of logins: user, password and registry. */
@HelpGroup("Login")
public final class LoginOptions {
    @Option(
            names = {"-u", "--username"},
            paramLabel = "USER",
            description = "User to log in; asked for on a terminal.")
    @Nullable
    String user;

    @Option(
            names = "--password-stdin",
            fallbackValue = "true",
            description = "Read the password from standard input; otherwise it is asked for on a terminal.")
    boolean passwordFromStdin;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    /** The user and the password, from options or from the user. */
    public Credentials.Password login(Environment environment) throws IOException {
        Console console = environment.terminal().in() ? System.console() : null;
        String name = user != null ? user : asked(console, "Username: ", "--username");
        String password = passwordFromStdin ? PasswordInput.read(environment.in()) : askedPassword(console);
        if (name.isEmpty() || name.contains(":")) {
            throw wrong("the user name is empty or has a colon");
        }
        if (password.isEmpty()) {
            throw wrong("the password is empty");
        }
        return new Credentials.Password(name, password);
    }

    private static String asked(@Nullable Console console, String prompt, String option) throws CommandException {
        String line = console == null ? null : console.readLine(prompt);
        if (line == null) {
            throw wrong(option + " is missing, and there is no terminal to ask on");
        }
        return line.strip();
    }

    private static String askedPassword(@Nullable Console console) throws CommandException {
        char[] typed = console == null ? null : console.readPassword("Password: ");
        if (typed == null) {
            throw wrong("--password-stdin is missing, and there is no terminal to ask on");
        }
        return new String(typed);
    }

    /** Access with the credentials of files. */
    public Access access(Environment environment) {
        RegistryAccess registry = connection.access(environment);
        return new Access(ImageSelection.USUAL, registry, false);
    }

    private static CommandException wrong(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }
}
