package dev.nydusview.plugin.service;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A pair of named pipes between this host and one run of a plugin.
 *
 * <p>The host holds both ends of each until the plugin has exited: opening a pipe that nobody else has open would
 * block, and plugins written in Python read for ever at the end of their input rather than notice it.
 */
public final class PluginChannel implements Closeable {
    private final NamedPipes pipes;
    private final FileChannel replies;
    private final FileChannel writerOfRequests;
    private final FileChannel requests;

    private PluginChannel(NamedPipes pipes, FileChannel replies, FileChannel writerOfRequests, FileChannel requests) {
        this.pipes = pipes;
        this.replies = replies;
        this.writerOfRequests = writerOfRequests;
        this.requests = requests;
    }

    /** Makes the pipes in a new directory below {@code directory}, which only this user may enter. */
    public static PluginChannel open(Path directory) throws IOException {
        NamedPipes pipes = NamedPipes.make(directory);
        try {
            FileChannel replies = FileChannel.open(pipes.replies(), READ, WRITE);
            FileChannel writerOfRequests = FileChannel.open(pipes.requests(), READ, WRITE);
            FileChannel requests = FileChannel.open(pipes.requests(), READ);
            return new PluginChannel(pipes, replies, writerOfRequests, requests);
        } catch (IOException e) {
            pipes.close();
            throw e;
        }
    }

    /** Directory that holds the pipes, and nothing else. */
    public Path directory() {
        return pipes.directory();
    }

    /**
     * Returns the arguments that name the pipes to the plugin: {@code --host URL} twice, first the one that it reads
     * from.
     */
    public List<String> arguments() {
        return List.of("--host", url(pipes.replies()), "--host", url(pipes.requests()));
    }

    private static String url(Path pipe) {
        return pipe.toUri().toASCIIString();
    }

    /** Bytes of requests, or -1 when there will be none; throws a ClosedChannelException when the channel is closed. */
    int read(ByteBuffer target) throws IOException {
        return requests.read(target);
    }

    /** Blocks while the pipe is full; throws a ClosedChannelException when the channel is closed. */
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            replies.write(source);
        }
    }

    /** Makes {@link #read} end when every process that can write requests has exited. */
    void awaitEnd() throws IOException {
        writerOfRequests.close();
    }

    /** Wakes threads that read or write, and removes the pipes. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Closeable part : List.of(requests, writerOfRequests, replies, pipes)) {
            try {
                part.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
