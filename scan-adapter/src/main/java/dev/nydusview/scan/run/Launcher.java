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
 * On a system that does not have namespaces for this user, programs run without them, which is said.
 */
public final class Launcher {
    private final @Nullable PrivateMounts mounts;
    private final ProgramPath path;
    private final SandboxTools means;

    /**
     * @param mounts where programs see what this process has mounted; null for everywhere
     * @param path where to find programs, those that confine others too
     */
    public Launcher(@Nullable PrivateMounts mounts, ProgramPath path) throws IOException, InterruptedException {
        this.mounts = mounts;
        this.path = path;
        this.means = SandboxTools.find(path);
    }

    /**
     * Finds out how programs can be confined, on a thread of its own. A command that will start some calls this first,
     * as it takes a while in which it has other things to do; without it the first launcher does it.
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
            return; // whoever starts programs says so
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Files and directories without which programs could not do what they are started for. */
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

    /** Tests whether each program leads a session, by which its processes can be told from those of others. */
    public boolean separatesSessions() {
        return means.has("setsid");
    }

    /** Tests whether this launcher can keep the network from programs. */
    public boolean separatesNetworks() {
        return means.best() != SandboxTools.Way.NONE;
    }

    /** Means by which a program in {@code sandbox} is kept from the rest of the machine. */
    public Confinement confinement(Sandbox sandbox) {
        return new ConfinementText(means, sandbox, mounts != null).confinement();
    }

    /** Processes that a program has in its control groups beside its own. */
    public int ownProcesses() {
        return means.best() == SandboxTools.Way.NONE ? 0 : SandboxCommand.PROCESSES;
    }

    /** Starts {@code launch}; a program that is not there is an {@link IOException}. */
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
     * @param session whether the command is to have a session of its own
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
     * @param words of it
     * @param ready file that is no longer empty once the sandbox is there; null without one
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
                return true; // somebody has ended it
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
