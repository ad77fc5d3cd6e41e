package dev.nydusview.rootfs.extract.sink;

import dev.nydusview.linux.FileHandle;
import dev.nydusview.rootfs.extract.FileContent;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes the content of one file after the other; holes stay holes. */
final class FileWriter {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);

    void write(FileHandle file, FileContent content) throws IOException {
        Target target = new Target(file);
        try {
            content.writeTo(target);
        } finally {
            target.end(); // of a failure too: what has arrived need not come again
        }
    }

    private final class Target implements FileContent.Target {
        private final FileHandle file;
        private long flushed;
        private boolean endsInHole;

        Target(FileHandle file) {
            this.file = file;
            buffer.clear();
        }

        @Override
        public void data(ByteBuffer bytes) throws IOException {
            endsInHole = false;
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), buffer.remaining());
                buffer.put(bytes.slice(bytes.position(), count));
                bytes.position(bytes.position() + count);
                if (!buffer.hasRemaining()) {
                    flush();
                }
            }
        }

        @Override
        public void hole(long length) throws IOException {
            flush();
            flushed += length;
            endsInHole = true;
        }

        private void flush() throws IOException {
            long count = buffer.flip().remaining();
            file.write(buffer, flushed);
            flushed += count;
            buffer.clear();
        }

        void end() throws IOException {
            flush();
            if (endsInHole) {
                file.length(flushed);
            }
        }
    }
}
