package dev.nydusview.plugin.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Two FIFOs to a plugin and from it. Both are kept open on this side for as long as the plugin may run: a Python client
 * turns in circles when the writer of its input has gone.
 */
public final class PluginChannel implements AutoCloseable {
    private final Path input;
    private final Path output;
    private final FileChannel toPlugin;
    private final FileChannel keeper;
    private final FileChannel fromPlugin;

    private PluginChannel(Path input, Path output) throws IOException {
        this.input = input;
        this.output = output;
        // Open for reading as well, which needs nobody at the other end.
        this.toPlugin = FileChannel.open(input, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.keeper = FileChannel.open(output, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.fromPlugin = FileChannel.open(output, StandardOpenOption.READ);
    }

    /** Two new FIFOs in {@code directory}, with names that begin with {@code name}. */
    public static PluginChannel open(Path directory, String name) throws IOException, InterruptedException {
        Path input = directory.resolve(name + "-in");
        Path output = directory.resolve(name + "-out");
        Process making = new ProcessBuilder("mkfifo", "-m", "600", input.toString(), output.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (making.waitFor() != 0) {
            throw new IOException("cannot make FIFOs for a plugin in " + directory);
        }
        return new PluginChannel(input, output);
    }

    /** What tells the plugin of it: first what it reads, then what it writes. */
    public List<String> arguments() {
        return List.of(
                "--host", input.toUri().toString(), "--host", output.toUri().toString());
    }

    InputStream fromPlugin() {
        return Channels.newInputStream(fromPlugin);
    }

    OutputStream toPlugin() {
        return Channels.newOutputStream(toPlugin);
    }

    /** Lets reading end with what the plugin has written, which has ended. */
    void finish() throws IOException {
        keeper.close();
    }

    @Override
    public void close() {
        for (FileChannel channel : List.of(toPlugin, keeper, fromPlugin)) {
            try {
                channel.close(); // wakes whoever reads or writes
            } catch (IOException e) {
                // It is gone in any case.
            }
        }
        for (Path file : List.of(input, output)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // With its directory, then.
            }
        }
    }
}
