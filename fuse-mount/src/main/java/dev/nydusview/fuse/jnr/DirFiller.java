package dev.nydusview.fuse.jnr;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import dev.nydusview.rafs.model.FileType;
import dev.nydusview.rafs.model.NameRules;
import dev.nydusview.rafs.model.RawName;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import ru.serce.jnrfuse.struct.FileStat;

/**
 * Hands directory entries to libfuse through the function that it gives with each readdir. One a
 * call: the native memory that it passes is used again for each entry.
 */
final class DirFiller {
    /** {@code int (void *buffer, const char *name, const struct stat *stat, off_t offset)}. */
    private static final CallContext CALL = CallContext.getCallContext(
            Type.SINT32,
            new Type[] {Type.POINTER, Type.POINTER, Type.POINTER, Type.SINT64},
            CallingConvention.DEFAULT,
            false);

    private final Pointer name;
    private final FileStat stat;

    DirFiller() {
        Runtime runtime = Runtime.getSystemRuntime();
        name = Memory.allocateDirect(runtime, NameRules.MAX_NAME + 1);
        stat = new FileStat(runtime);
        stat.useMemory(Memory.allocateDirect(runtime, Struct.size(stat), true));
    }

    /**
     * Adds an entry; returns whether there is room for more. libfuse uses only the number and the type of a stat here.
     */
    boolean add(Pointer function, Pointer buffer, RawName entry, long inode, FileType type, long offset) {
        MemoryIO.getInstance().putZeroTerminatedByteArray(name.address(), entry.bytes(), 0, entry.length());
        stat.st_ino.set(inode);
        stat.st_mode.set(type.bits());
        long full = Invoker.getInstance()
                .invokeN4(
                        CALL,
                        function.address(),
                        buffer.address(),
                        name.address(),
                        Struct.getMemory(stat).address(),
                        offset);
        return (int) full == 0;
    }
}
