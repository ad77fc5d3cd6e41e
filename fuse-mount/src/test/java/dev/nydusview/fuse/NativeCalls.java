package dev.nydusview.fuse;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.SaveError;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** An open file, read by system calls that the JDK does not make. Names are bytes. */
final class NativeCalls implements Closeable {
    static final int ENODATA = 61;
    static final int ERANGE = 34;

    private static final int O_DIRECTORY_X86 = 0200000;
    private static final int O_DIRECTORY_ARM = 040000;
    private static final int O_DIRECT_X86 = 040000;
    private static final int O_DIRECT_ARM = 0200000;
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long GETDENTS64 = ARM ? 61 : 217;
    private static final int PROT_READ = 1;
    private static final int MAP_PRIVATE = 2;
    private static final LibC LIBC =
            LibraryLoader.create(LibC.class).failImmediately().load("c");

    private final int descriptor;

    private NativeCalls(int descriptor) {
        this.descriptor = descriptor;
    }

    /** The functions of the C library; public, as the binding is generated elsewhere. */
    public interface LibC {
        @SaveError
        int openat(int directory, @In byte[] path, int flags, int mode);

        @SaveError
        long syscall(long number, long directory, @Out byte[] entries, long size);

        @SaveError
        @off_t
        long lseek(int file, @off_t long offset, int whence);

        @SaveError
        @ssize_t
        long pread(int file, @Out ByteBuffer bytes, @size_t long count, @off_t long offset);

        @SaveError
        @ssize_t
        long readlinkat(int directory, @In byte[] path, @Out byte[] target, @size_t long size);

        @SaveError
        @ssize_t
        long lgetxattr(@In byte[] path, @In byte[] name, @Out byte[] value, @size_t long size);

        @SaveError
        @ssize_t
        long llistxattr(@In byte[] path, @Out byte[] names, @size_t long size);

        @SaveError
        Pointer mmap(Pointer address, @size_t long length, int protection, int flags, int file, @off_t long offset);

        int munmap(Pointer address, @size_t long length);

        int close(int file);
    }

    /** An entry of a directory; a listing continues after it at {@code offset}. */
    record Entry(String name, long inode, int type, long offset) {}

    /** A failure of a call, with its error number. */
    static final class CallFailed extends IOException {
        private static final long serialVersionUID = 1;

        private final int errno;

        CallFailed(String call, int errno) {
            super(call + ": error " + errno);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    static NativeCalls directory(Path path) throws IOException {
        return new NativeCalls(open(-100, text(path.toString()), ARM ? O_DIRECTORY_ARM : O_DIRECTORY_X86));
    }

    static NativeCalls file(Path path) throws IOException {
        return new NativeCalls(open(-100, text(path.toString()), 0));
    }

    static NativeCalls direct(Path path) throws IOException {
        return new NativeCalls(open(-100, text(path.toString()), ARM ? O_DIRECT_ARM : O_DIRECT_X86));
    }

    /** Opens a file below this directory. */
    NativeCalls at(byte[] name) throws IOException {
        return new NativeCalls(open(descriptor, name, 0));
    }

    private static int open(int directory, byte[] name, int flags) throws IOException {
        return (int) checked("open", LIBC.openat(directory, terminated(name), flags, 0));
    }

    /** Makes one call for entries into a buffer of {@code size} bytes; none at the end. Names are read as Latin-1. */
    List<Entry> entries(int size) throws IOException {
        byte[] buffer = new byte[size];
        int length = (int) checked("getdents64", LIBC.syscall(GETDENTS64, descriptor, buffer, size));
        ByteBuffer bytes = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
        List<Entry> entries = new ArrayList<>();
        for (int at = 0; at < length; at += Short.toUnsignedInt(bytes.getShort(at + 16))) {
            int end = at + 19;
            while (buffer[end] != 0) {
                end++;
            }
            String name = new String(buffer, at + 19, end - at - 19, StandardCharsets.ISO_8859_1);
            entries.add(new Entry(name, bytes.getLong(at), buffer[at + 18], bytes.getLong(at + 8)));
        }
        return entries;
    }

    /** Lists all from where the directory stands, in buffers of {@code size} bytes. */
    List<Entry> allEntries(int size) throws IOException {
        List<Entry> all = new ArrayList<>();
        for (List<Entry> some = entries(size); !some.isEmpty(); some = entries(size)) {
            all.addAll(some);
        }
        return all;
    }

    void seek(long offset) throws IOException {
        checked("lseek", LIBC.lseek(descriptor, offset, 0));
    }

    /** Reads up to {@code count} bytes by one call. */
    byte[] read(long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(count);
        int length = (int) checked("pread", LIBC.pread(descriptor, bytes, count, offset));
        byte[] read = new byte[length];
        bytes.get(0, read);
        return read;
    }

    /** Reads by a mapping of the first {@code size} bytes, which ends at once, as those of the JDK do not. */
    byte[] mapped(int size, int from, int count) throws IOException {
        Pointer map = LIBC.mmap(null, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        checked("mmap", map.address());
        byte[] read = new byte[count];
        map.get(from, read, 0, count);
        LIBC.munmap(map, size);
        return read;
    }

    byte[] target(byte[] name) throws IOException {
        byte[] target = new byte[1 << 13];
        return Arrays.copyOf(target, (int)
                checked("readlink", LIBC.readlinkat(descriptor, terminated(name), target, target.length)));
    }

    /** Gets an attribute into {@code size} bytes, and returns the length: that which is needed for a size of 0. */
    static int xattr(Path path, String name, byte[] value, int size) throws IOException {
        return (int) checked(
                "lgetxattr", LIBC.lgetxattr(terminated(text(path.toString())), terminated(text(name)), value, size));
    }

    static int xattrs(Path path, byte[] names, int size) throws IOException {
        return (int) checked("llistxattr", LIBC.llistxattr(terminated(text(path.toString())), names, size));
    }

    private static long checked(String call, long result) throws CallFailed {
        if (result < 0) {
            throw new CallFailed(call, LastError.getLastError(Runtime.getRuntime(LIBC)));
        }
        return result;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] terminated(byte[] text) {
        return Arrays.copyOf(text, text.length + 1);
    }

    @Override
    public void close() {
        LIBC.close(descriptor);
    }
}
