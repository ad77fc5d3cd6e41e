package dev.nydusview.linux;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The set-user-ID program of libfuse, fusermount3(1), which mounts for other users than root and hands the open device
 * back through a socket. With {@code auto_unmount} it waits until the socket is closed, however this process ends, and
 * takes the mount off the tree.
 */
public final class MountHelper implements Closeable {
    private static final List<Path> PROGRAMS = List.of(
            Path.of("/usr/bin/fusermount3"),
            Path.of("/bin/fusermount3"),
            Path.of("/usr/local/bin/fusermount3"),
            Path.of("/usr/bin/fusermount"),
            Path.of("/bin/fusermount"));

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int F_SETFD = 2;
    private static final int SIGKILL = 9;

    private static final class Loaded {
        private static final HelperCalls CALLS = CLibrary.bind(HelperCalls.class);
    }

    private final HelperCalls calls = Loaded.CALLS;
    private final Path program;
    private int socket = -1;
    private int pid = -1;

    private MountHelper(Path program) {
        this.program = program;
    }

    /** Binds the functions that starting the program needs, which the first use does otherwise. */
    public static void load() {
        Loaded.CALLS.close(-1);
    }

    /** Finds the program; empty where it is not installed. */
    public static Optional<MountHelper> find() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst().map(MountHelper::new);
    }

    /**
     * Mounts on {@code directory}. What the program has to say goes to standard error.
     *
     * @param options separated by commas; a backslash takes the meaning from what follows it
     * @throws IOException if the program has refused
     */
    public FuseDevice mount(Path directory, String options) throws IOException {
        int[] pair = new int[2];
        if (calls.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
            throw new IOException(
                    "no socket for " + program + ": " + SystemError.last().description());
        }
        socket = pair[0];
        calls.fcntl(pair[1], F_SETFD, 0); // the program inherits this one
        try {
            spawn(List.of(program.toString(), "-o", options, "--", directory.toString()), pair[1]);
        } finally {
            calls.close(pair[1]);
        }
        int descriptor = DescriptorMessage.receive(calls, socket);
        if (descriptor < 0) {
            close();
            throw new IOException(program + " refused; its message is above");
        }
        return FuseDevice.of(descriptor);
    }

    private void spawn(List<String> command, int inherited) throws IOException {
        int[] started = new int[1];
        int error = calls.posix_spawn(
                started, CLibrary.terminated(program), null, null, vector(command), vector(environment(inherited)));
        if (error != 0) {
            throw new IOException("cannot start " + program + ": " + new SystemError(error).description());
        }
        pid = started[0];
    }

    private static List<String> environment(int inherited) {
        List<String> environment = new ArrayList<>();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            environment.add(variable.getKey() + "=" + variable.getValue());
        }
        environment.add("_FUSE_COMMFD=" + inherited);
        return environment;
    }

    /** Returns an array of pointers to {@code texts}, with a null behind them, as exec(3) takes it. */
    private static Pointer vector(List<String> texts) {
        Runtime runtime = Runtime.getSystemRuntime();
        int size = 0;
        List<byte[]> encoded = new ArrayList<>();
        for (String text : texts) {
            byte[] bytes = CLibrary.terminated(text);
            encoded.add(bytes);
            size += bytes.length;
        }
        int pointers = (texts.size() + 1) * Long.BYTES;
        Pointer memory = Memory.allocateDirect(runtime, pointers + size, true);
        int at = pointers;
        for (int i = 0; i < encoded.size(); i++) {
            memory.put(at, encoded.get(i), 0, encoded.get(i).length);
            memory.putLong((long) i * Long.BYTES, memory.address() + at);
            at += encoded.get(i).length;
        }
        return memory;
    }

    /** Ends the program, if it waits, when the mount has ended by itself: it would complain that there is none. */
    public void dismiss() {
        if (pid > 0) {
            LibC.load().kill(pid, SIGKILL);
        }
        close();
    }

    /** Lets the program end, which unmounts if it was asked to, and waits for that. */
    @Override
    public void close() {
        if (socket >= 0) {
            calls.close(socket);
            socket = -1;
        }
        if (pid > 0) {
            calls.waitpid(pid, new int[1], 0);
            pid = -1;
        }
    }
}
