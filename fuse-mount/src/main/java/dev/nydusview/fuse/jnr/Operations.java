package dev.nydusview.fuse.jnr;

import dev.nydusview.fuse.Caller;
import dev.nydusview.fuse.Errno;
import dev.nydusview.fuse.ErrnoMapping;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.fuse.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jnr.ffi.Pointer;
import ru.serce.jnrfuse.struct.FuseContext;

/**
 * What libfuse calls. Every operation catches everything, as nothing may be thrown into native code, and answers with
 * the number that {@link ErrnoMapping} has for it.
 */
final class Operations {
    private static final int ACCESS_MODE = 3;

    private final ImageFileSystem fileSystem;
    private final PathResolver paths;
    private final LibFuse libfuse;
    private final ProcessIds processes = new ProcessIds();
    private final Map<Long, OpenFile> openFiles = new ConcurrentHashMap<>();
    private final AtomicLong nextHandle = new AtomicLong(1);

    Operations(ImageFileSystem fileSystem, LibFuse libfuse) {
        this.fileSystem = fileSystem;
        this.paths = new PathResolver(fileSystem);
        this.libfuse = libfuse;
    }

    /** One operation, free to throw. */
    private interface Operation {
        int run() throws IOException;
    }

    private static int metadata(Operation operation) {
        try {
            return operation.run();
        } catch (Throwable e) {
            return -ErrnoMapping.ofMetadata(e).number();
        }
    }

    private static int data(Operation operation) {
        try {
            return operation.run();
        } catch (Throwable e) {
            return -ErrnoMapping.ofData(e).number();
        }
    }

    int getattr(Pointer path, Pointer stat) {
        return metadata(() -> {
            StatWriter.write(fileSystem.getattr(resolve(path)), stat);
            return 0;
        });
    }

    /** The buffer has room for the NUL, too; longer targets than it can take are cut, as readlink(2) does. */
    int readlink(Pointer path, Pointer buffer, long size) {
        return metadata(() -> {
            byte[] target = fileSystem.readlink(resolve(path)).bytes();
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
            OpenFile file = fileSystem.open(paths.resolve(bytes), caller(bytes));
            long handle = nextHandle.getAndIncrement();
            openFiles.put(handle, file);
            FileInfo.handle(info, handle);
            return 0;
        });
    }

    int release(Pointer path, Pointer info) {
        openFiles.remove(FileInfo.handle(info));
        return 0;
    }

    int read(Pointer path, Pointer buffer, long size, long offset, Pointer info) {
        return data(() -> {
            OpenFile file = openFiles.get(FileInfo.handle(info));
            if (file == null) {
                throw new IOException("read of a file that is not open");
            }
            long left = Math.max(file.inode().size() - offset, 0);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, left));
            int count = fileSystem.read(file, offset, bytes);
            buffer.put(0, bytes.array(), 0, count);
            return count;
        });
    }

    int opendir(Pointer path, Pointer info) {
        return metadata(() -> {
            FileInfo.handle(info, resolve(path));
            return 0;
        });
    }

    int readdir(Pointer path, Pointer buffer, Pointer filler, long offset, Pointer info) {
        return metadata(() -> {
            DirFiller to = new DirFiller();
            fileSystem.readdir(
                    FileInfo.handle(info),
                    offset,
                    (name, inode, type, next) -> to.add(filler, buffer, name, inode, type, next));
            return 0;
        });
    }

    int getxattr(Pointer path, Pointer name, Pointer value, long size) {
        return metadata(() -> answer(fileSystem.getxattr(resolve(path), bytes(name)), value, size));
    }

    int listxattr(Pointer path, Pointer list, long size) {
        return metadata(() -> answer(fileSystem.listxattr(resolve(path)), list, size));
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
        return metadata(() -> {
            StatWriter.write(fileSystem.statfs(), stat);
            return 0;
        });
    }

    private long resolve(Pointer path) throws IOException {
        return paths.resolve(bytes(path));
    }

    private Caller caller(byte[] path) {
        int thread = FuseContext.of(libfuse.fuse_get_context()).pid.intValue();
        return new Caller(processes.ofThread(thread), new String(path, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(Pointer text) {
        byte[] bytes = new byte[text.indexOf(0, (byte) 0)];
        text.get(0, bytes, 0, bytes.length);
        return bytes;
    }
}
