package dev.nydusview.scan.run;

import dev.nydusview.fuse.PrivateMounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Starts programs so that they can be told apart, are ended as a whole, and do not outlive this process. */
public final class Launcher {
    private final @Nullable PrivateMounts mounts;
    private final ProgramPath path;
    private final List<String> wrapper;

    /**
     * @param mounts where programs see what this process has mounted; null for everywhere
     * @param path where to find programs, those that give others a session and the wish to die with their parent too
     */
    public Launcher(@Nullable PrivateMounts mounts, ProgramPath path) throws IOException, InterruptedException {
        this.mounts = mounts;
        this.path = path;
        this.wrapper = wrapper(path);
    }

    private static List<String> wrapper(ProgramPath path) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        List<String> mortal = List.of("setpriv", "--pdeathsig", "KILL");
        if (path.find("setpriv").isPresent() && succeeds(mortal)) {
            words.addAll(mortal);
        }
        if (path.find("setsid").isPresent()) {
            words.add("setsid");
        }
        return words;
    }

    /** Not every setpriv has the option. */
    private static boolean succeeds(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(words);
        command.add("true");
        return new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Whether each program leads a session, by which its processes can be told from those of others. */
    public boolean separatesSessions() {
        return wrapper.contains("setsid");
    }

    /** Starts {@code launch}; a program that is not there is an {@link IOException}. */
    public Program start(Launch launch) throws IOException, InterruptedException {
        String program = launch.command().get(0);
        if (path.find(program).isEmpty()) {
            throw new IOException(program + " is not installed, or not on the PATH");
        }
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(launch.output().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(launch.environment());
        Strays strays = new Strays();
        environment.put(Strays.VARIABLE, strays.run());
        return new Program(start(builder), launch, strays);
    }

    private Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        if (mounts == null) {
            return builder.start();
        }
        try {
            return mounts.call(builder::start);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }
}
