package dev.nydusview.scan.run;

import dev.nydusview.linux.MountEntry;
import dev.nydusview.linux.MountTable;
import dev.nydusview.linux.PrivateMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The command line that runs a program in a sandbox: a chain of programs of util-linux and shells, each of which
 * replaces the one before, with two exceptions: one waits outside of the namespaces, and the first process inside ends
 * everything with itself.
 */
final class SandboxCommand {
    /** Processes that a program has in its control groups beside its own. */
    static final int PROCESSES = 2;

    /** Temporary directories, independent of the environment. */
    private static final List<Path> TEMPORARY = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

    private static final Path RUN = Path.of("/run");

    /** Name servers, for programs that have a network. */
    private static final List<Path> RESOLVERS = List.of(Path.of("/run/systemd/resolve"), Path.of("/run/resolvconf"));

    /** Runs the program as a child, so that it is not the first process, to which signals mean something else. */
    private static final String FIRST = "exec 4>&2 2>/dev/null; (exec \"$@\" 2>&4 4>&-); exit $?";

    /** Id of the process outside the namespaces, as {@code /proc} there has it; the program does not get these variables. */
    private static final String OUTSIDE = "NYDUSVIEW_OUTSIDE";

    private static final String PARENT = "NYDUSVIEW_PARENT";
    private static final String REST = "NYDUSVIEW_REST";

    /** Reads the id, the name, the state and the parent of the shell, proc(5), without another process. */
    private static final String STAT = " " + REST + " </proc/self/stat";

    private final SandboxTools means;
    private final Sandbox sandbox;
    private final List<String> command;
    private final @Nullable Path ready;

    /** @param ready a file that is no longer empty once the sandbox is set up; null without one */
    SandboxCommand(SandboxTools means, Sandbox sandbox, List<String> command, @Nullable Path ready) {
        this.means = means;
        this.sandbox = sandbox;
        this.command = List.copyOf(command);
        this.ready = ready;
    }

    /**
     * Returns all words of the command line.
     *
     * @param session whether the program gets a session of its own
     */
    List<String> words(boolean session) throws IOException {
        List<String> words = new ArrayList<>(means.parentDeathCommand());
        if (session && means.has("setsid")) {
            words.add(means.tool("setsid"));
        }
        outside(words);
        if (means.way(sandbox) != SandboxTools.Way.NONE) {
            namespaces(words);
            words.addAll(List.of(means.tool("sh"), "-c", script(), "sh"));
        } else {
            words.addAll(means.noNewPrivilegesCommand());
        }
        words.addAll(command);
        return words;
    }

    /**
     * Adds the steps that need visible control groups and processes, and writable files. A process that asks to die with
     * its parent, prctl(2), is not told if the parent has died already, so it looks for the parent afterwards.
     */
    private void outside(List<String> words) {
        boolean mortal = !means.parentDeathCommand().isEmpty() && means.has("sh");
        if (!mortal && sandbox.groups().isEmpty() && ready == null) {
            return;
        }
        StringBuilder script = new StringBuilder();
        if (mortal) {
            script.append("[ \"$PPID\" = ")
                    .append(ProcessHandle.current().pid())
                    .append(" ] || exit 125; ");
        }
        for (Path group : sandbox.groups()) {
            script.append("echo 0 >").append(quoted(group.toString())).append(" || exit 125; ");
        }
        if (ready != null) {
            script.append("exec 3>>").append(quoted(ready.toString())).append(" || exit 125; ");
            script.append("read -r " + OUTSIDE + STAT + " && export " + OUTSIDE + " || exit 125; ");
        }
        words.addAll(List.of(means.tool("sh"), "-c", script + "exec \"$@\"", "sh"));
    }

    private void namespaces(List<String> words) {
        words.add(means.tool("unshare"));
        if (means.way(sandbox) == SandboxTools.Way.USER) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("--mount", "--propagation", propagation(), "--pid", "--ipc", "--uts", "--cgroup"));
        if (!sandbox.network()) {
            words.add("--net");
        }
        words.addAll(List.of("--fork", "--kill-child=KILL", "--"));
    }

    /** Chooses the propagation: programs for which all else is read-only must not be able to write to later mounts. */
    private String propagation() {
        return means.way(sandbox) == SandboxTools.Way.ROOT && !sandbox.writable() ? "private" : "slave";
    }

    private String script() throws IOException {
        List<MountEntry> mounts = MountTable.ofThread().entries();
        MountPlan plan = new MountPlan(sandbox, means, covers(), mounts);
        Script script = new Script();
        endIfOrphaned(script);
        script.line("die() { echo \"nydusview: the program could not be confined: $1\" >&2; exit 125; }");
        if (means.way(sandbox) == SandboxTools.Way.ROOT) {
            detach(script, mounts);
        }
        String mount = means.tool("mount");
        script.run(
                "no file system for the mounts",
                List.of(mount, "-n", "-t", "tmpfs", "-o", "size=1g,mode=755", "nydusview", MountPlan.STAGING));
        script.run("no directories", with(List.of(means.tool("mkdir"), "-p"), plan.directories()));
        for (String file : plan.files()) {
            script.line(": >" + quoted(file) + " || die 'no files'");
        }
        if (!plan.links().isEmpty()) {
            List<String> links = with(List.of(means.tool("cp"), "-P"), plan.links());
            script.run("no devices", with(links, List.of(MountPlan.STAGING + "/dev/")));
        }
        String table = MountPlan.STAGING + "/fstab";
        script.line(
                "printf '%s' " + quoted(String.join("\n", plan.lines()) + "\n") + " >" + table + " || die 'no table'");
        script.run("mounts failed", List.of(mount, "-n", "-a", "-T", table));
        for (MountPlan.Remount remount : plan.remounts()) {
            script.line(words(List.of(
                            mount,
                            "-n",
                            "-o",
                            remount.options(),
                            remount.point().toString()))
                    + " 2>/dev/null"
                    + " || ! " + quoted(means.tool("grep")) + " -qF " + quoted(remount.listed())
                    + " /proc/self/mountinfo || die 'a mount cannot be made read-only'");
        }
        script.line("cd " + quoted(Path.of("").toAbsolutePath().toString()) + " 2>/dev/null || cd /");
        script.line("echo >&3 && exec 3>&- || die 'the end of the set-up cannot be reported'");
        script.line("exec " + privileges() + " " + quoted(means.tool("sh")) + " -c " + quoted(FIRST) + " sh \"$@\"");
        return script.toString();
    }

    /** Ends the first process in the namespaces if the one outside died before unshare asked to die with it. */
    private static void endIfOrphaned(Script script) {
        script.line("read -r " + String.join(" ", PARENT, PARENT, PARENT, PARENT) + STAT + " || exit 125");
        script.line("[ \"$" + PARENT + "\" = \"$" + OUTSIDE + "\" ] || exit 125");
        script.line("unset " + String.join(" ", OUTSIDE, PARENT, REST));
    }

    private static List<String> with(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private MaskedPaths covers() {
        MaskedPaths covers = new MaskedPaths(keptInAll());
        covers.hide(sandbox.hidden());
        if (!sandbox.writable()) {
            Set<Path> own = new TreeSet<>(temporary());
            own.add(RUN);
            own.removeAll(sandbox.open());
            covers.replace(own);
        }
        return covers;
    }

    private List<Path> keptInAll() {
        List<Path> kept = new ArrayList<>(sandbox.kept());
        if (sandbox.image() != null) {
            kept.add(sandbox.image());
        }
        if (sandbox.network()) {
            for (Path resolver : RESOLVERS) {
                if (Files.isDirectory(resolver)) {
                    kept.add(resolver);
                }
            }
        }
        return kept;
    }

    /** Directories in which everybody puts temporary files. */
    static Set<Path> temporary() {
        Set<Path> all = new TreeSet<>();
        List<Path> named = new ArrayList<>(TEMPORARY);
        named.add(Path.of(System.getProperty("java.io.tmpdir")));
        String variable = System.getenv("TMPDIR");
        if (variable != null && variable.startsWith("/")) {
            named.add(Path.of(variable));
        }
        for (Path one : named) {
            try {
                all.add(one.toRealPath());
            } catch (IOException e) {
                // The directory does not exist.
            }
        }
        return all;
    }

    /** Detaches other FUSE mounts, which could not end as long as there are copies of them. */
    private void detach(Script script, List<MountEntry> mounts) {
        List<Path> needed = new ArrayList<>(Launcher.needed(means.path(), command));
        needed.addAll(keptInAll());
        List<String> words = new ArrayList<>(List.of(means.tool("umount"), "-n", "-l", "-c"));
        int options = words.size();
        for (Path foreign : PrivateMounts.foreign(mounts, needed)) {
            words.add(foreign.toString());
        }
        if (words.size() > options) {
            script.line(words(words) + " 2>/dev/null || :"); // some may be gone by then
        }
    }

    /** Returns the last words before the program: no capabilities, no way to get any, and the original user. */
    private String privileges() throws IOException {
        String kept = sandbox.readsAll() ? "-all,+dac_read_search" : "-all";
        boolean user = means.way(sandbox) == SandboxTools.Way.USER && !means.isRoot();
        String inherited = user ? kept : "-all";
        List<String> words = new ArrayList<>();
        if (user) {
            words.addAll(List.of(
                    means.tool("unshare"),
                    "--user",
                    "--map-user=" + id("unix:uid"),
                    "--map-group=" + id("unix:gid"),
                    "--keep-caps",
                    "--"));
        }
        words.addAll(List.of(
                means.tool("setpriv"),
                "--no-new-privs",
                "--inh-caps=" + inherited,
                "--ambient-caps=" + inherited,
                "--bounding-set=" + kept,
                "--"));
        return words(words);
    }

    private static String words(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.length() == 0 ? "" : " ").append(quoted(word));
        }
        return line.toString();
    }

    private static String id(String attribute) throws IOException {
        return String.valueOf(Objects.requireNonNull(Files.getAttribute(Path.of("/proc/self"), attribute)));
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Lines of a shell. */
    private static final class Script {
        private final StringBuilder text = new StringBuilder();

        void line(String line) {
            text.append(line).append('\n');
        }

        /** Adds a command without which a sandbox cannot be made. */
        void run(String otherwise, List<String> words) {
            line(words(words) + " || die " + quoted(otherwise));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
