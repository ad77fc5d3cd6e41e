package dev.nydusview.fuse.jnr;

import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Type;
import dev.nydusview.fuse.ImageFileSystem;
import dev.nydusview.rafs.Inode;
import dev.nydusview.rafs.NameRules;
import dev.nydusview.rafs.RawName;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Hands directory entries to libfuse through the function that it gives with each readdir. */
final class DirFiller implements ImageFileSystem.DirectoryFiller {
    private static final Type[] PARAMETERS = {Type.POINTER, Type.POINTER, Type.POINTER, Type.SINT64};

    private final Function function;
    private final long buffer;
    private final Pointer name;
    private final Pointer stat;

    DirFiller(Pointer filler, Pointer buffer) {
        this.function = new Function(
                filler.address(),
                com.kenai.jffi.CallContext.getCallContext(Type.SINT, PARAMETERS, CallingConvention.DEFAULT, false));
        this.buffer = buffer.address();
        Runtime runtime = Runtime.getSystemRuntime();
        this.name = Memory.allocateDirect(runtime, NameRules.MAX_NAME + 1);
        this.stat = Memory.allocateDirect(runtime, StatWriter.statSize());
    }

    @Override
    public boolean add(RawName entry, Inode inode, long offset) {
        name.put(0, entry.bytes(), 0, entry.length());
        name.putByte(entry.length(), (byte) 0);
        StatWriter.write(inode, stat);
        HeapInvocationBuffer arguments = new HeapInvocationBuffer(function);
        arguments.putAddress(buffer);
        arguments.putAddress(name.address());
        arguments.putAddress(stat.address());
        arguments.putLong(offset);
        return Invoker.getInstance().invokeInt(function, arguments) == 0;
    }
}
