package dev.nydusview.jobs.output;

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
public final class HeldResults extends OutputStream {
    private @Nullable FileChannel file;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
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

    /** Writes everything to {@code out}. */
    public void copyTo(OutputStream out) throws IOException {
        FileChannel open = file;
        if (open != null) {
            open.position(0);
            Channels.newInputStream(open).transferTo(out);
        }
    }

    /** Writes everything to {@code out}, and forgets it. */
    public void moveTo(OutputStream out) throws IOException {
        copyTo(out);
        close();
    }

    /** Forgets everything. */
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
