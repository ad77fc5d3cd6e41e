package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.FileOpen;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.OpenFile;
import dev.nydusview.fuse.request.Handles;
import dev.nydusview.fuse.request.ProcessIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Files that are read: by the numbers that the kernel was given at each open, or where it opens files by itself, by inode
 * from the first read on. Safe for concurrent use.
 */
final class OpenFiles {
    private static final int UNOPENED = 1 << 12;

    private final ImageFileSystem fileSystem;
    private final Nodes nodes;
    private final ProcessIds processes;
    private final Handles<OpenFile> handles = new Handles<>();

    /** The latest files that were read without an open; what another one replaces begins anew. */
    private final AtomicReferenceArray<@Nullable OpenFile> unopened = new AtomicReferenceArray<>(UNOPENED);

    OpenFiles(ImageFileSystem fileSystem, Nodes nodes, ProcessIds processes) {
        this.fileSystem = fileSystem;
        this.nodes = nodes;
        this.processes = processes;
    }

    /** Begins to open a file for a process. */
    FileOpen start(long node, int pid) throws IOException {
        return fileSystem.startOpen(nodes.number(node), caller(node, pid));
    }

    /** Returns the number of a file whose open is done. */
    long finish(FileOpen open) throws IOException {
        return handles.add(fileSystem.finish(open));
    }

    void close(long handle) throws IOException {
        fileSystem.close(handles.remove(handle));
    }

    /** Returns the file that a request is for. */
    OpenFile of(ReadRequest request) throws IOException {
        if (request.handle() != 0) {
            return handles.get(request.handle());
        }
        long number = nodes.number(request.node());
        int slot = (int) number & (UNOPENED - 1);
        OpenFile known = unopened.get(slot);
        if (known != null && known.inode().number() == number) {
            return known;
        }
        OpenFile file = fileSystem.open(number, caller(request.node(), request.pid()));
        unopened.set(slot, file);
        return file;
    }

    private Caller caller(long node, int pid) {
        return new Caller(processes.ofThread(pid), new String(nodes.path(node), StandardCharsets.UTF_8));
    }
}
