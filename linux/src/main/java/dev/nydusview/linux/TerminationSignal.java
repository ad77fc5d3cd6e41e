package dev.nydusview.linux;

import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.io.Closeable;

/**
 * Hears SIGTERM where no further thread may be made. The JVM makes a thread for each signal, and loses the signal if it
 * cannot: then a mount in a control group at its limit could not be ended.
 */
public final class TerminationSignal implements Closeable {
    /*
     * A handler may run in the middle of anything, so it cannot be Java. POSIX lists alarm(unsigned int) among the few
     * functions that a handler may call; here it is the handler itself: the kernel passes the number of the signal, 15, and
     * the process's timer runs for as many seconds. A thread that exists from the beginning looks whether the timer runs.
     * SIGALRM, should it come first, sets the timer again. Nothing else in a JVM uses that timer, and programs that it
     * starts inherit neither it nor the handlers.
     */
    private static final int SIGALRM = 14;
    private static final int SIGTERM = 15;
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    /** More than struct sigaction has on any processor. */
    private static final int ACTION_SIZE = 512;

    private static final long NONE = 0;
    private static final MemoryIO MEMORY = MemoryIO.getInstance();

    private final Calls calls = new Calls();
    private final long alarm = MEMORY.allocateMemory(ACTION_SIZE, true);
    private final long term = MEMORY.allocateMemory(ACTION_SIZE, true);
    private final Runnable receiver;
    private final Thread thread = new Thread(this::run, "termination");
    private volatile boolean closed;

    private TerminationSignal(Runnable receiver) {
        this.receiver = receiver;
    }

    /**
     * Takes SIGTERM over from the JVM until closed.
     *
     * @param receiver is called for each signal, on another thread
     */
    public static TerminationSignal receive(Runnable receiver) {
        TerminationSignal signal = new TerminationSignal(receiver);
        signal.thread.setDaemon(true);
        signal.thread.start();
        signal.takeOver();
        return signal;
    }

    private void takeOver() {
        calls.sigaction(SIGALRM, NONE, alarm);
        calls.sigaction(SIGTERM, NONE, term);
        calls.signal(SIGALRM, calls.alarm);
        calls.signal(SIGTERM, calls.alarm);
    }

    private void run() {
        try {
            while (!closed) {
                look();
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        if (calls.alarm(0) > 0) {
            receiver.run();
        }
    }

    /** Gives SIGTERM back to the JVM. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        calls.sigaction(SIGTERM, term, NONE);
        look();
        calls.sigaction(SIGALRM, alarm, NONE);
        MEMORY.freeMemory(term);
        MEMORY.freeMemory(alarm);
    }

    /** Functions of the C library, called without a binding, whose making would take longer than all of the calls. */
    private static final class Calls {
        private static final Type[] THREE = {Type.SINT, Type.POINTER, Type.POINTER};
        private static final Type[] TWO = {Type.SINT, Type.POINTER};
        private static final Type[] ONE = {Type.UINT};

        private final Function sigaction = new Function(address("sigaction"), Type.SINT, THREE);
        private final Function signal = new Function(address("signal"), Type.POINTER, TWO);
        private final long alarm = address("alarm");
        private final Function setAlarm = new Function(alarm, Type.UINT, ONE);
        private final Invoker invoker = Invoker.getInstance();

        private static long address(String function) {
            long address = Library.getDefault().getSymbolAddress(function);
            if (address == 0) {
                throw new UnsatisfiedLinkError("the C library lacks " + function);
            }
            return address;
        }

        /** Reads or sets what is done at a signal, a structure whose fields are not looked into here. */
        void sigaction(int signal, long action, long previous) {
            HeapInvocationBuffer arguments = new HeapInvocationBuffer(sigaction);
            arguments.putInt(signal);
            arguments.putAddress(action);
            arguments.putAddress(previous);
            int unused = invoker.invokeInt(sigaction, arguments);
        }

        /** Has the function at {@code handler} called at a signal. */
        void signal(int number, long handler) {
            HeapInvocationBuffer arguments = new HeapInvocationBuffer(signal);
            arguments.putInt(number);
            arguments.putAddress(handler);
            long unused = invoker.invokeAddress(signal, arguments);
        }

        /** Sets the timer of this process, 0 to stop it; returns the seconds that it had left, 0 if it was not set. */
        int alarm(int seconds) {
            return invoker.invokeI1(setAlarm.getCallContext(), alarm, seconds);
        }
    }
}
