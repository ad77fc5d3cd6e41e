package dev.nydusview.linux;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * An open {@code /dev/fuse}, fuse(4): each read takes one request, each write gives one answer or notice. Reading and
 * writing are safe on several threads; closing is not, until they have ended.
 */
public final class FuseDevice implements Closeable {
    private static final Path PATH = Path.of("/dev/fuse");
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 02000000;
    /** {@code _IOR(229, 0, uint32_t)}. */
    private static final long FUSE_DEV_IOC_CLONE = 0x8004_e500L;

    private static final class Loaded {
        private static final DeviceCalls CALLS = CLibrary.bind(DeviceCalls.class);
    }

    private final DeviceCalls calls;
    private final int descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FuseDevice(int descriptor) {
        this.calls = Loaded.CALLS;
        this.descriptor = descriptor;
    }

    /** Binds the functions that a device needs, which takes long the first time. */
    public static void load() {
        Loaded.CALLS.close(-1);
    }

    static DeviceCalls calls() {
        return Loaded.CALLS;
    }

    /** Opens the device, for a mount that is yet to be made. */
    public static FuseDevice open() throws IOException {
        int descriptor = Loaded.CALLS.open(CLibrary.terminated(PATH), O_RDWR | O_CLOEXEC);
        if (descriptor < 0) {
            throw failed("cannot be opened");
        }
        return new FuseDevice(descriptor);
    }

    /** Takes over a descriptor of the device for a mount that a helper has made. */
    static FuseDevice of(int descriptor) {
        return new FuseDevice(descriptor);
    }

    /** Opens the device once more for the same mount, so that a thread of its own need not share a queue with others. */
    public FuseDevice cloned() throws IOException {
        FuseDevice clone = open();
        Pointer session = Memory.allocateDirect(Runtime.getSystemRuntime(), Integer.BYTES);
        session.putInt(0, descriptor);
        if (calls.ioctl(clone.descriptor, FUSE_DEV_IOC_CLONE, session.address()) < 0) {
            IOException failure = failed("cannot be cloned");
            clone.close();
            throw failure;
        }
        return clone;
    }

    /**
     * Mounts the file system that answers on this device: mount(2), so for root or CAP_SYS_ADMIN only.
     *
     * @param type such as {@code fuse.name}
     * @param flags such as {@link LibC#MS_RDONLY}
     * @param data further options, to which the descriptor is added
     */
    public void mount(Path directory, String source, String type, long flags, String data) throws FileSystemException {
        byte[] options = CLibrary.terminated("fd=" + descriptor + "," + data);
        Pointer memory = Memory.allocateDirect(Runtime.getSystemRuntime(), options.length);
        memory.put(0, options, 0, options.length);
        int result = LibC.load()
                .mount(
                        CLibrary.terminated(source),
                        CLibrary.terminated(directory),
                        CLibrary.terminated(type),
                        flags,
                        memory);
        if (result != 0) {
            throw new FileSystemException(
                    directory.toString(), null, SystemError.last().description());
        }
    }

    /**
     * Waits for a request, and reads it.
     *
     * @return its bytes, from the beginning of {@code buffer}; or an error number, negated: ENODEV when the mount has ended
     */
    public int read(NativeBuffer buffer) {
        return result(calls.read(descriptor, buffer.address(), buffer.bytes().capacity()));
    }

    /**
     * Writes {@code count} bytes from the beginning of {@code buffer}: an answer or a notice.
     *
     * @return 0, or an error number, negated
     */
    public int write(NativeBuffer buffer, int count) {
        return Math.min(result(calls.write(descriptor, buffer.address(), count)), 0);
    }

    private static int result(long count) {
        return count < 0 ? -SystemError.last().number() : (int) count;
    }

    private static FileSystemException failed(String what) {
        return new FileSystemException(
                PATH.toString(), null, what + ": " + SystemError.last().description());
    }

    /** Closes the descriptor; a mount of which that was the last one ends, whoever uses it. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            calls.close(descriptor);
        }
    }
}
