package dev.nydusview.fuse.jnr;

import static java.util.Objects.requireNonNull;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.ErrnoMapping;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.OpenFile;
import dev.nydusview.fuse.PathLimit;
import dev.nydusview.fuse.ProcessIdentity;
import dev.nydusview.fuse.request.Handles;
import dev.nydusview.fuse.request.ListedNames;
import dev.nydusview.fuse.request.ProcessIds;
import dev.nydusview.linux.Errno;
import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import ru.serce.jnrfuse.struct.FuseContext;

/**
 * Operations that libfuse calls. Each catches everything, as nothing may be thrown into native code, and answers
 * with the number that {@link ErrnoMapping} has for it.
 */
final class Operations {
    private static final int ACCESS_MODE = 3;
    private static final Caller UNKNOWN = new Caller(new ProcessIdentity(0, 0, 0), "?");

    private final LibFuse libfuse;
    private final int pageSize;
    private final ProcessIds processes = new ProcessIds();
    private final Handles<OpenFile> files = new Handles<>();
    private final Handles<Directory> directories = new Handles<>();

    // Set before libfuse calls anything for the first time.
    private volatile @Nullable ImageFileSystem served;
    private volatile @Nullable PathInodes resolver;
    private volatile @Nullable PathLimit pathLimit;

    Operations(LibFuse libfuse, int pageSize) {
        this.libfuse = libfuse;
        this.pageSize = pageSize;
    }

    /** Sets the file system; must be called before libfuse serves requests. */
    void serve(ImageFileSystem fileSystem, PathLimit limit) {
        resolver = new PathInodes(fileSystem);
        pathLimit = limit;
        served = fileSystem;
    }

    private ImageFileSystem fileSystem() {
        return requireNonNull(served, "served");
    }

    private PathInodes paths() {
        return requireNonNull(resolver, "served");
    }

    private record Directory(long inode, RawName path) {}

    /** An operation that may throw. */
    private interface Operation {
        int run() throws IOException;
    }

    private int metadata(Pointer path, Operation operation) {
        try {
            return operation.run();
        } catch (Throwable e) {
            return -refused(() -> bytes(path), e).number();
        }
    }

    /** Returns the answer to a metadata call that threw {@code cause}, and tells the ledger if it is a failure. */
    private Errno refused(Supplier<byte[]> path, Throwable cause) {
        if (ErrnoMapping.isFailure(cause)) {
            try {
                fileSystem().failed(caller(path.get()), cause);
            } catch (Throwable e) {
                fileSystem().failed(UNKNOWN, cause);
            }
        }
        return ErrnoMapping.ofMetadata(cause);
    }

    private static int data(Operation operation) {
        try {
            return operation.run();
        } catch (Throwable e) {
            return -ErrnoMapping.ofData(e).number();
        }
    }

    int getattr(Pointer path, Pointer stat) {
        return metadata(path, () -> {
            StatWriter.write(fileSystem().getattr(resolve(path)), stat);
            return 0;
        });
    }

    /** Writes the target and a NUL to the buffer; a target that is too long for it is cut, as by readlink(2). */
    int readlink(Pointer path, Pointer buffer, long size) {
        return metadata(path, () -> {
            byte[] link = bytes(path);
            byte[] target = fileSystem()
                    .readlink(paths().resolve(link), PathInodes.directoryNames(link))
                    .bytes();
            int length = (int) Math.min(target.length, size - 1);
            buffer.put(0, target, 0, length);
            buffer.putByte(length, (byte) 0);
            return 0;
        });
    }

    int open(Pointer path, Pointer info) {
        return data(() -> {
            if ((FileInfo.flags(info) & ACCESS_MODE) != 0) {
                return -Errno.EROFS.number();
            }
            byte[] bytes = bytes(path);
            Caller caller = caller(bytes);
            OpenFile file = fileSystem().open(resolve(bytes, caller), caller);
            FileInfo.handle(info, files.add(file));
            return 0;
        });
    }

    int release(Pointer path, Pointer info) {
        return data(() -> {
            fileSystem().close(files.remove(FileInfo.handle(info)));
            return 0;
        });
    }

    int read(Pointer path, Pointer buffer, long size, long offset, Pointer info) {
        return data(() -> {
            OpenFile file = files.get(FileInfo.handle(info));
            long left = Math.max(file.inode().size() - offset, 0);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, left));
            boolean wanted = size <= pageSize || FileInfo.isDirect(info);
            int count = wanted
                    ? fileSystem().read(file, offset, bytes)
                    : fileSystem().readForCache(file, offset, bytes);
            buffer.put(0, bytes.array(), 0, count);
            return count;
        });
    }

    int opendir(Pointer path, Pointer info) {
        return metadata(path, () -> {
            byte[] bytes = bytes(path);
            FileInfo.handle(info, directories.add(new Directory(paths().resolve(bytes), RawName.of(bytes))));
            return 0;
        });
    }

    int releasedir(Pointer path, Pointer info) {
        return metadata(path, () -> {
            directories.remove(FileInfo.handle(info));
            return 0;
        });
    }

    /** libfuse gives no path here. */
    int readdir(Pointer path, Pointer buffer, Pointer filler, long offset, Pointer info) {
        Directory directory = null;
        try {
            directory = directories.get(FileInfo.handle(info));
            DirFiller to = new DirFiller();
            byte[] of = withoutRoot(directory.path.bytes());
            ListedNames names = new ListedNames(
                    fileSystem(), requireNonNull(pathLimit, "served"), of.length, () -> of, this::process);
            fileSystem().readdir(directory.inode, offset, (name, inode, type, next) -> {
                boolean added = to.add(filler, buffer, name, inode, type, next);
                if (added) {
                    names.add(name);
                }
                return added;
            });
            names.end();
            return 0;
        } catch (Throwable e) {
            byte[] of = directory == null ? new byte[0] : directory.path.bytes();
            return -refused(() -> of, e).number();
        }
    }

    private static byte[] withoutRoot(byte[] path) {
        return path.length == 1 ? new byte[0] : path;
    }

    int getxattr(Pointer path, Pointer name, Pointer value, long size) {
        return metadata(path, () -> answer(fileSystem().getxattr(resolve(path), bytes(name)), value, size));
    }

    int listxattr(Pointer path, Pointer list, long size) {
        return metadata(path, () -> answer(fileSystem().listxattr(resolve(path)), list, size));
    }

    /** The two-call protocol: with no room the answer is the room that is needed. */
    private static int answer(byte[] bytes, Pointer target, long size) {
        if (size == 0) {
            return bytes.length;
        }
        if (size < bytes.length) {
            return -Errno.ERANGE.number();
        }
        if (bytes.length > 0) {
            target.put(0, bytes, 0, bytes.length);
        }
        return bytes.length;
    }

    int statfs(Pointer path, Pointer stat) {
        return metadata(path, () -> {
            StatWriter.write(fileSystem().statfs(), stat);
            return 0;
        });
    }

    private long resolve(Pointer path) throws IOException {
        return paths().resolve(bytes(path));
    }

    /** Resolves a path as an open does, of which every failure counts. */
    private long resolve(byte[] path, Caller caller) throws IOException {
        try {
            return paths().resolve(path);
        } catch (IOException | RuntimeException | Error e) {
            fileSystem().failed(caller, e);
            throw e;
        }
    }

    private Caller caller(byte[] path) {
        return new Caller(process(), new String(path, StandardCharsets.UTF_8));
    }

    /** Returns the process whose request this thread serves. */
    private ProcessIdentity process() {
        return processes.ofThread(FuseContext.of(libfuse.fuse_get_context()).pid.intValue());
    }

    private static byte[] bytes(Pointer text) {
        byte[] bytes = new byte[text.indexOf(0, (byte) 0)];
        text.get(0, bytes, 0, bytes.length);
        return bytes;
    }
}
