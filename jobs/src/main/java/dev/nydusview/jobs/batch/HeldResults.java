package dev.nydusview.jobs.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Results in a file that nobody else can open: it has no name from the moment that it is made. */
final class HeldResults implements AutoCloseable {
    private @Nullable FileChannel file;

    void write(byte[] bytes, int offset, int length) throws IOException {
        FileChannel open = file;
        if (open == null) {
            open = nameless();
            file = open;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            open.write(rest);
        }
    }

    private static FileChannel nameless() throws IOException {
        Path path = Files.createTempFile("nydusview-results-", null);
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
    }

    /** Writes everything to {@code out}, and forgets it. */
    void moveTo(OutputStream out) throws IOException {
        FileChannel open = file;
        if (open != null) {
            open.position(0);
            Channels.newInputStream(open).transferTo(out);
            close();
        }
    }

    @Override
    public void close() {
        FileChannel open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Its contents are not needed any more.
            }
        }
    }
}
