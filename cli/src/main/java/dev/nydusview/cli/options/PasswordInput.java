package dev.nydusview.cli.options;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Passwords from standard input. */
final class PasswordInput {
    private static final int MAX_BYTES = 64 << 10;

    private PasswordInput() {}

    /** The first line of {@code in}, without its end. */
    static String read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
            if (line.size() > MAX_BYTES) {
                throw new CommandException(
                        ExitCode.USAGE, "the password on standard input is longer than " + MAX_BYTES + " bytes");
            }
        }
        String password = line.toString(StandardCharsets.UTF_8);
        return password.endsWith("\r") ? password.substring(0, password.length() - 1) : password;
    }
}
