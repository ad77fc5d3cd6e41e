package dev.nydusview.scan.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Finds the means to confine programs here: the privileges of this user, and tools of util-linux. */
final class SandboxTools {
    private static final Map<ProgramPath, SandboxTools> KNOWN = new ConcurrentHashMap<>();
    private static final long PROBE_SECONDS = 20;

    /** Programs with which a sandbox is made; the rest of its script is the shell's own. */
    private static final List<String> TOOLS =
            List.of("sh", "unshare", "setpriv", "mount", "umount", "mkdir", "cp", "grep", "setsid");

    private final ProgramPath path;
    private final Map<String, String> tools = new HashMap<>();
    private List<String> parentDeathCommand = List.of();
    private List<String> noNewPrivilegesCommand = List.of();
    private final List<String> lacks = new ArrayList<>();
    private Way way = Way.NONE;
    private boolean ownProcesses;
    private final boolean root;

    /** Right by which namespaces are made. */
    enum Way {
        /** Namespaces made by root, without a user namespace. */
        ROOT,
        /** Namespaces inside a user namespace, in which the user stays the same. */
        USER,
        /** Without confinement. */
        NONE
    }

    private SandboxTools(ProgramPath path) throws IOException {
        this.path = path;
        for (String tool : TOOLS) {
            Optional<Path> file = path.find(tool);
            if (file.isPresent()) {
                tools.put(tool, file.get().toString());
            }
        }
        this.root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** Finds the means of this user; they do not change, so that each search path is tried once. */
    static synchronized SandboxTools find(ProgramPath path) throws IOException, InterruptedException {
        SandboxTools known = KNOWN.get(path);
        if (known == null) {
            known = new SandboxTools(path);
            known.choose();
            KNOWN.put(path, known);
        }
        return known;
    }

    private void choose() throws IOException, InterruptedException {
        String setpriv = tool("setpriv");
        parentDeathCommand = has("setpriv") ? List.of(setpriv, "--pdeathsig", "KILL") : List.of();
        noNewPrivilegesCommand = has("setpriv") ? List.of(setpriv, "--no-new-privs") : List.of();
        List<String> missing = new ArrayList<>(TOOLS);
        missing.removeAll(tools.keySet());
        if (!missing.isEmpty()) {
            none(String.join(", ", missing) + " not installed");
            return;
        }
        for (Way tried : List.of(Way.ROOT, Way.USER)) {
            for (boolean processes : List.of(true, false)) {
                if (works(tried, processes)) {
                    return;
                }
            }
        }
        none("neither root's right to create namespaces nor user namespaces are available");
    }

    private void none(String why) throws IOException, InterruptedException {
        way = Way.NONE;
        ownProcesses = false;
        lacks.add(why);
        parentDeathCommand = tried(parentDeathCommand);
        noNewPrivilegesCommand = tried(noNewPrivilegesCommand);
    }

    private boolean works(Way tried, boolean processes) throws IOException, InterruptedException {
        way = tried;
        ownProcesses = processes;
        Path ready = Files.createTempFile("nydusview-start-", "");
        try {
            Sandbox sandbox = Sandbox.ofPlugin(false, List.of());
            List<String> words = new SandboxCommand(this, sandbox, List.of("true"), ready).words(true);
            return succeed(words) && Files.size(ready) > 0;
        } finally {
            Files.deleteIfExists(ready);
        }
    }

    /** Tries {@code words}, as not every setpriv has the option. */
    private static List<String> tried(List<String> words) throws IOException, InterruptedException {
        List<String> trial = new ArrayList<>(words);
        trial.add("true");
        return succeed(trial) ? words : List.of();
    }

    private static boolean succeed(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(new java.io.File("/dev/null"))
                .start();
        try {
            return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns the way for {@code sandbox}: a user namespace has names for one user only. */
    Way way(Sandbox sandbox) {
        return way == Way.USER && sandbox.owners() && !root ? Way.NONE : way;
    }

    /** Returns the best way of this system. */
    Way best() {
        return way;
    }

    /** Tests whether programs have a {@code /proc} without processes of others. */
    boolean ownProcesses() {
        return ownProcesses;
    }

    /** Tests whether this user is root, who owns the kernel's files, with or without capabilities. */
    boolean isRoot() {
        return root;
    }

    /** Reasons why there are not more means. */
    List<String> lacks() {
        return List.copyOf(lacks);
    }

    ProgramPath path() {
        return path;
    }

    /** Returns the file of a tool; the tool's name if it is not installed. */
    String tool(String name) {
        return tools.getOrDefault(name, name);
    }

    boolean has(String tool) {
        return tools.containsKey(tool);
    }

    /** Returns the words by which the next program cannot gain privileges, if there are no namespaces. */
    List<String> noNewPrivilegesCommand() {
        return noNewPrivilegesCommand;
    }

    /**
     * Returns the words by which the next program dies with the thread that starts it; empty if the system has no tool
     * for that.
     */
    List<String> parentDeathCommand() {
        return parentDeathCommand;
    }
}
