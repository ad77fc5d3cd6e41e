package dev.nydusview.fuse.kernel;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.ErrnoException;
import dev.nydusview.fuse.ErrnoMapping;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.fuse.request.ListedNames;
import dev.nydusview.fuse.request.ProcessIds;
import dev.nydusview.linux.Errno;
import dev.nydusview.linux.FuseDevice;
import dev.nydusview.rafs.model.EntryBuffer;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests that the bootstrap alone answers, so that none of them ever waits. Safe for concurrent use. */
final class MetadataRequests {
    private final ImageFileSystem fileSystem;
    private final Nodes nodes;
    private final SeenEntries seen;
    private final PathLimit limit;
    private final ProcessIds processes;

    MetadataRequests(ImageFileSystem fileSystem, Nodes nodes, SeenEntries seen, PathLimit limit, ProcessIds processes) {
        this.fileSystem = fileSystem;
        this.nodes = nodes;
        this.seen = seen;
        this.limit = limit;
        this.processes = processes;
    }

    /** Answers a request, and returns whether it was one for metadata. */
    boolean answer(Request request, Reply reply, FuseDevice device) {
        try {
            reply.begin(request.unique());
            if (!write(request, reply)) {
                return false;
            }
            reply.send(device);
        } catch (Throwable e) {
            reply.sendError(device, request.unique(), refused(request, e));
        }
        return true;
    }

    /** Writes the answer to a request, and returns whether it was one for metadata. */
    boolean write(Request request, Reply reply) throws IOException {
        switch (request.opcode()) {
            case FuseProtocol.LOOKUP -> lookup(request, reply);
            case FuseProtocol.GETATTR -> attributes(request, reply);
            case FuseProtocol.READLINK -> target(request, reply);
            case FuseProtocol.READDIRPLUS -> list(request, reply, true);
            case FuseProtocol.READDIR -> list(request, reply, false);
            case FuseProtocol.GETXATTR -> {
                byte[] name = request.name(FuseProtocol.XATTR_NAME);
                attribute(request, reply, fileSystem.getxattr(nodes.number(request.node()), name));
            }
            case FuseProtocol.LISTXATTR ->
                attribute(request, reply, fileSystem.listxattr(nodes.number(request.node())));
            case FuseProtocol.STATFS -> reply.statfs(fileSystem.statfs());
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Tests whether the kernel may answer later listings of a directory by itself. It must not where a path may be too
     * long for a program, as each program that is told of such a path is reported.
     */
    boolean mayKeepListing(Request request) throws IOException {
        int longest = seen.pathLength(nodes.number(request.node())) + 1 + Limits.MAX_NAME;
        return limit.mounted(longest) <= PathLimit.LONG_PATH;
    }

    private void target(Request request, Reply reply) throws IOException {
        long number = nodes.number(request.node());
        boolean contained = fileSystem.options().containLinks();
        List<RawName> directory = contained ? nodes.directoryNames(request.node()) : List.of();
        reply.bytes().put(fileSystem.readlink(number, directory).bytes());
    }

    private void lookup(Request request, Reply reply) throws IOException {
        EntryBuffer entry = request.entry();
        long directory = nodes.number(request.node());
        if (request.takeName(FuseProtocol.IN_SIZE) && fileSystem.lookup(directory, entry)) {
            seen.lookedUp(directory, entry);
            reply.entry(nodes.node(directory, entry), entry);
        } else {
            reply.noEntry();
        }
    }

    private void attributes(Request request, Reply reply) throws IOException {
        EntryBuffer inode = request.entry();
        fileSystem.getattr(nodes.number(request.node()), inode);
        reply.attributes(inode);
    }

    private void list(Request request, Reply reply, boolean plus) throws IOException {
        long directory = nodes.number(request.node());
        int end = FuseProtocol.OUT_SIZE + Math.min(request.i32(FuseProtocol.READ_SIZE), reply.capacity());
        int pid = request.pid();
        ListedNames names = new ListedNames(
                fileSystem,
                limit,
                seen.pathLength(directory),
                () -> seen.path(directory),
                () -> processes.ofThread(pid));
        fileSystem.readdirplus(directory, request.i64(FuseProtocol.READ_OFFSET), request.entry(), entry -> {
            int size = Reply.direntSize(entry.nameLength()) + (plus ? FuseProtocol.ENTRY_SIZE : 0);
            if (reply.bytes().position() + size > end) {
                return false;
            }
            long offset = ImageFileSystem.offset(entry);
            if (plus) {
                entry(reply, directory, entry);
            }
            reply.dirent(entry, offset);
            if (offset > ImageFileSystem.DOTS) {
                names.add(entry);
                if (entry.isDecoded()) {
                    seen.listed(directory, entry, offset);
                }
            }
            return true;
        });
        names.end();
    }

    private void entry(Reply reply, long directory, EntryBuffer entry) {
        if (entry.isDecoded()) {
            reply.entry(nodes.node(directory, entry), entry);
        } else {
            reply.unknownEntry();
        }
    }

    /** Follows the two-call protocol: with no room the answer is the room that is needed. */
    private static void attribute(Request request, Reply reply, byte[] value) throws IOException {
        int room = request.i32(FuseProtocol.XATTR_SIZE);
        if (room == 0) {
            reply.size(value.length);
        } else if (room < value.length) {
            throw new ErrnoException(Errno.ERANGE, "the attribute is longer than the room for it");
        } else {
            reply.bytes().put(value);
        }
    }

    /** Returns the answer to a request that threw {@code cause}, and tells the listener if it is a failure. */
    private Errno refused(Request request, Throwable cause) {
        if (ErrnoMapping.isFailure(cause)) {
            fileSystem.failed(new Caller(processes.ofThread(request.pid()), path(request)), cause);
        }
        return ErrnoMapping.ofMetadata(cause);
    }

    private String path(Request request) {
        String node = new String(nodes.path(request.node()), StandardCharsets.UTF_8);
        if (request.opcode() == FuseProtocol.LOOKUP) {
            return node + "/" + RawName.of(request.name(FuseProtocol.IN_SIZE));
        }
        return node.isEmpty() ? "/" : node;
    }
}
