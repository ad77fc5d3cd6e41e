package dev.nydusview.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Memory outside the heap, in the processor's byte order, for calls that take an address. */
public final class NativeBuffer {
    private final ByteBuffer bytes;
    private final long address;

    private NativeBuffer(ByteBuffer bytes) {
        this.bytes = bytes;
        this.address = Pointer.wrap(Runtime.getSystemRuntime(), bytes).address();
    }

    /** Allocates {@code size} bytes, which are freed when nothing refers to the buffer any more. */
    public static NativeBuffer allocate(int size) {
        return new NativeBuffer(ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
    }

    /** Returns the bytes; always the same buffer, with one position and limit for all who use it. */
    public ByteBuffer bytes() {
        return bytes;
    }

    long address() {
        return address;
    }
}
