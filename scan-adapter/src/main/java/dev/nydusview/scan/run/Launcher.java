package dev.nydusview.scan.run;

import dev.nydusview.linux.PrivateMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs in sandboxes, so that they can be told apart, are ended as a whole, and do not outlive this process.
 * If the system does not have namespaces for this user, programs run without them, which {@link Confinement} states.
 */
public final class Launcher {
    private final @Nullable PrivateMounts mounts;
    private final ProgramPath path;
    private final SandboxTools means;

    /**
     * @param mounts namespace in which programs see the mounts of this process; null for everywhere
     * @param path search path for programs, including those that confine others
     */
    public Launcher(@Nullable PrivateMounts mounts, ProgramPath path) throws IOException, InterruptedException {
        this.mounts = mounts;
        this.path = path;
        this.means = SandboxTools.find(path);
    }

    /**
     * Determines how programs can be confined, on a thread of its own. A command that will start programs calls this
     * first, as it takes a while; otherwise the first launcher does it.
     */
    public static void lookAhead(ProgramPath path) {
        Thread thread = new Thread(() -> look(path), "look-ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private static void look(ProgramPath path) {
        try {
            SandboxTools.find(path);
        } catch (IOException e) {
            return; // starting a program will report it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the files and directories without which programs could not do their work. */
    public static List<Path> needed(ProgramPath path, List<String> words) {
        List<Path> needed = new ArrayList<>(path.directories());
        needed.add(Path.of("").toAbsolutePath());
        needed.add(Path.of(System.getProperty("user.home")));
        needed.addAll(SandboxCommand.temporary());
        for (String word : words) {
            if (word.startsWith("/")) {
                needed.add(Path.of(word).normalize());
            }
        }
        return needed;
    }

    /** Directories in which everybody puts temporary files, by their real paths. */
    public static Set<Path> temporary() {
        return SandboxCommand.temporary();
    }

    /** Tests whether each program leads a session, by which its processes differ from those of others. */
    public boolean separatesSessions() {
        return means.has("setsid");
    }

    /** Tests whether this launcher can keep the network from programs. */
    public boolean separatesNetworks() {
        return means.best() != SandboxTools.Way.NONE;
    }

    /** Returns the means that keep a program in {@code sandbox} from the rest of the machine. */
    public Confinement confinement(Sandbox sandbox) {
        return new ConfinementText(means, sandbox, mounts != null).confinement();
    }

    /** Processes that a program has in its control groups beside its own. */
    public int ownProcesses() {
        return means.best() == SandboxTools.Way.NONE ? 0 : SandboxCommand.PROCESSES;
    }

    /** Starts {@code launch}; fails with an {@link IOException} if the program does not exist. */
    public Program start(Launch launch) throws IOException, InterruptedException {
        String program = launch.command().get(0);
        if (path.find(program).isEmpty()) {
            throw new IOException(program + " is not installed, or not on the PATH");
        }
        if (!launch.sandbox().network() && !separatesNetworks()) {
            throw new IOException(
                    "programs cannot be cut off from the network here, which needs root or user namespaces, and "
                            + "unshare of util-linux");
        }
        Confined confined = confine(launch.sandbox(), launch.command(), true);
        try {
            ProcessBuilder builder = new ProcessBuilder(confined.words())
                    .redirectInput(new java.io.File("/dev/null"))
                    .redirectOutput(launch.output().toFile());
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(launch.environment());
            OrphanedProcesses strays = confined.ready() == null ? new OrphanedProcesses() : null;
            if (strays != null) {
                environment.put(OrphanedProcesses.VARIABLE, strays.run());
            }
            return new Program(inside(builder::start), launch, confined, strays);
        } catch (IOException | InterruptedException | RuntimeException e) {
            confined.close();
            throw e;
        }
    }

    /**
     * Returns the command line that runs {@code command} in {@code sandbox}, for a caller that starts it.
     *
     * @param session whether the command gets a session of its own
     */
    public Confined confine(Sandbox sandbox, List<String> command, boolean session)
            throws IOException, InterruptedException {
        Path ready = means.way(sandbox) == SandboxTools.Way.NONE ? null : Files.createTempFile("nydusview-start-", "");
        List<String> words = inside(() -> new SandboxCommand(means, sandbox, command, ready).words(session));
        return new Confined(new ArrayList<>(words), ready);
    }

    private <T> T inside(Callable<T> task) throws IOException, InterruptedException {
        try {
            return mounts == null ? task.call() : mounts.call(task);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * A program's command line in a sandbox.
     *
     * @param words of the command line
     * @param ready file that is no longer empty once the sandbox is set up; null without one
     */
    public record Confined(List<String> words, @Nullable Path ready) implements AutoCloseable {
        public Confined {
            words = List.copyOf(words);
        }

        /** Tests whether the program has been reached, so that an exit code is its own. */
        public boolean wasRun() throws IOException {
            try {
                return ready == null || Files.size(ready) > 0;
            } catch (NoSuchFileException e) {
                return true; // it was ended
            }
        }

        /** Returns the program itself, for which {@code first} was started; nothing if it is not there yet. */
        public Stream<ProcessHandle> program(ProcessHandle first) {
            return ready == null ? Stream.of(first) : first.children().flatMap(ProcessHandle::children);
        }

        @Override
        public void close() {
            try {
                if (ready != null) {
                    Files.deleteIfExists(ready);
                }
            } catch (IOException e) {
                return; // an empty file more among temporary ones
            }
        }
    }
}
