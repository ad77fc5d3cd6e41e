package dev.nydusview.fuse;

import dev.nydusview.rafs.model.ChunkRef;
import dev.nydusview.rafs.model.Inode;
import java.nio.ByteBuffer;

/** Passes everything on to two listeners, the first one first. */
record CompositeAccessListener(AccessListener first, AccessListener second) implements AccessListener {
    @Override
    public FileListener opened(Inode file, Caller caller) {
        return new Files(first.opened(file, caller), second.opened(file, caller));
    }

    @Override
    public void failed(Caller caller, Throwable cause) {
        first.failed(caller, cause);
        second.failed(caller, cause);
    }

    @Override
    public void listed(Caller caller, int bytes) {
        first.listed(caller, bytes);
        second.listed(caller, bytes);
    }

    @Override
    public void storedAhead(Inode file, int bytes) {
        first.storedAhead(file, bytes);
        second.storedAhead(file, bytes);
    }

    private record Files(FileListener first, FileListener second) implements FileListener {
        @Override
        public boolean mayWantSiblings() {
            return first.mayWantSiblings() && second.mayWantSiblings();
        }

        @Override
        public void read(long offset, ByteBuffer bytes) {
            first.read(offset, bytes.duplicate());
            second.read(offset, bytes.duplicate());
        }

        @Override
        public void failed(long offset, long length, Throwable cause) {
            first.failed(offset, length, cause);
            second.failed(offset, length, cause);
        }

        @Override
        public void failedAhead(long offset, long length, Throwable cause) {
            first.failedAhead(offset, length, cause);
            second.failedAhead(offset, length, cause);
        }

        @Override
        public void closed() {
            first.closed();
            second.closed();
        }

        @Override
        public void fetched(long bytes) {
            first.fetched(bytes);
            second.fetched(bytes);
        }

        @Override
        public void delivered(ChunkRef chunk) {
            first.delivered(chunk);
            second.delivered(chunk);
        }

        @Override
        public void waited(long nanos) {
            first.waited(nanos);
            second.waited(nanos);
        }
    }
}
