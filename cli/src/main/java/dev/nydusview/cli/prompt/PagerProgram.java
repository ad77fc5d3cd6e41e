package dev.nydusview.cli.prompt;

import dev.nydusview.cli.env.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The user's pager, fed through a pipe; it reads keys from the terminal itself. */
final class PagerProgram extends OutputStream {
    private final Process process;
    private final OutputStream out;

    private PagerProgram(Process process) {
        this.process = process;
        this.out = process.getOutputStream();
    }

    /**
     * Returns the command in {@code $PAGER}, else less if it is installed; an empty command or {@code cat} stands for
     * no pager.
     */
    static Optional<String> command(Map<String, String> variables) {
        String chosen = variables.get("PAGER");
        if (chosen != null) {
            return Optional.of(chosen.strip());
        }
        for (String directory : variables.getOrDefault("PATH", "").split(":", -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, "less"))) {
                return Optional.of("less");
            }
        }
        return Optional.empty();
    }

    static boolean isNone(String command) {
        return command.isEmpty() || command.equals("cat");
    }

    /** Starts {@code command}, which a shell reads. */
    static PagerProgram start(String command, Environment environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        environment.passTo(builder);
        builder.environment().putIfAbsent("LESS", "FRX");
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        return new PagerProgram(builder.redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw stopped(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw stopped(e);
        }
    }

    /** A pager that reads no further has been left. */
    private static OutputStoppedException stopped(IOException cause) {
        OutputStoppedException stopped = new OutputStoppedException();
        stopped.initCause(cause);
        return stopped;
    }

    /** Ends its input and waits until the user leaves it. */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            // It has been left already.
        }
        boolean ended = false;
        boolean interrupted = false;
        while (!ended) {
            try {
                process.waitFor();
                ended = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
