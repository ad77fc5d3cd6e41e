package dev.nydusview.linux;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * A message that carries a descriptor through a socket, unix(7): {@code struct msghdr} with one byte of data and one
 * {@code struct cmsghdr}, as 64-bit Linux has them.
 */
final class DescriptorMessage {
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    private static final int HEADER_SIZE = 56;
    private static final int M_IOV = 16;
    private static final int M_IOVLEN = 24;
    private static final int M_CONTROL = 32;
    private static final int M_CONTROLLEN = 40;

    private static final int VECTOR = HEADER_SIZE;
    private static final int DATA = VECTOR + 16;
    private static final int CONTROL = DATA + 8;
    private static final int C_LEVEL = CONTROL + 8;
    private static final int C_TYPE = C_LEVEL + 4;
    private static final int C_DESCRIPTOR = C_TYPE + 4;
    private static final int CONTROL_SIZE = 24;
    private static final int SIZE = CONTROL + CONTROL_SIZE;

    private DescriptorMessage() {}

    /** Waits for a descriptor; -1 if the other side has closed the socket without sending one. */
    static int receive(HelperCalls calls, int socket) {
        Pointer memory = Memory.allocateDirect(Runtime.getSystemRuntime(), SIZE, true);
        long address = memory.address();
        memory.putLong(VECTOR, address + DATA);
        memory.putLong(VECTOR + Long.BYTES, 1);
        memory.putLong(M_IOV, address + VECTOR);
        memory.putLong(M_IOVLEN, 1);
        memory.putLong(M_CONTROL, address + CONTROL);
        memory.putLong(M_CONTROLLEN, CONTROL_SIZE);
        long count;
        do {
            count = calls.recvmsg(socket, memory, MSG_CMSG_CLOEXEC);
        } while (count < 0 && SystemError.last().is(Errno.EINTR));
        boolean carried = count == 1
                && memory.getLong(CONTROL) >= C_DESCRIPTOR + Integer.BYTES - CONTROL
                && memory.getInt(C_LEVEL) == SOL_SOCKET
                && memory.getInt(C_TYPE) == SCM_RIGHTS;
        return carried ? memory.getInt(C_DESCRIPTOR) : -1;
    }
}
