package dev.nydusview.scan.mount;

import dev.nydusview.fuse.BindMount;
import dev.nydusview.fuse.ImageMount;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.PendingMount;
import dev.nydusview.fuse.PrivateMounts;
import dev.nydusview.fuse.ServeOptions;
import dev.nydusview.scan.ScanSettings;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.access.UserAccess;
import dev.nydusview.scan.image.LazyContents;
import dev.nydusview.scan.image.Losses;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.profile.ReadAhead;
import dev.nydusview.scan.report.ReportFile;
import dev.nydusview.scan.run.Confinement;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.Program;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.run.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Place where programs scan: a mount, in a namespace of its own if the system allows that. It is there before its image
 * is, so that programs can be started early; what they ask of the mount waits for the image.
 */
public final class ScanMount implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ScanSettings settings;
    private final Workspace space;
    private final @Nullable PrivateMounts mounts;
    private final Launcher launcher;
    private final PrintStream err;
    private final List<ScanProgram> programs = new ArrayList<>();
    private @Nullable PendingMount pending;
    private @Nullable MountException noMount;
    private @Nullable ImageMount mount;
    private @Nullable AccessRecord record;
    private @Nullable ReadAhead ahead;
    private final Path outputs;
    private Losses losses = Losses.NONE;
    private boolean shielded = true;
    private Path root;

    private ScanMount(
            ScanSettings settings, Workspace space, @Nullable PrivateMounts mounts, Launcher launcher, PrintStream err)
            throws IOException {
        this.settings = settings;
        this.space = space;
        this.outputs = space.directory("outputs");
        this.mounts = mounts;
        this.launcher = launcher;
        this.err = err;
        this.root = space.mountPoint();
    }

    /**
     * Mounts. If that is not possible, an error says so when a lazy image is to be served, as others do not need a
     * mount.
     *
     * @param name what {@code findmnt} shows
     * @param path where to find programs
     * @param words of their command lines: what they name is seen wherever it is mounted
     * @param err takes what programs write on their standard error
     */
    public static ScanMount open(
            String name, ScanSettings settings, ProgramPath path, List<String> words, PrintStream err)
            throws IOException, InterruptedException {
        Workspace space = Workspace.create();
        try {
            List<Path> needed = new ArrayList<>(Launcher.needed(path, words));
            if (settings.cache() != null) {
                needed.add(settings.cache());
            }
            PrivateMounts mounts = PrivateMounts.open(needed).orElse(null);
            ScanMount stage = new ScanMount(settings, space, mounts, new Launcher(mounts, path), err);
            stage.mount(name);
            return stage;
        } catch (IOException | RuntimeException e) {
            space.close();
            throw e;
        }
    }

    private void mount(String name) throws IOException, InterruptedException {
        MountOptions options = new MountOptions(
                "nydusview:" + name,
                false,
                List.of(),
                false,
                mounts == null,
                new ServeOptions(settings.verifyOnOpen(), true));
        try {
            pending = inside(() -> PendingMount.make(space.mountPoint(), options));
        } catch (MountException e) {
            noMount = e;
        }
    }

    /** Does something where the mount can be seen. */
    private <T> T inside(Callable<T> task) throws IOException, InterruptedException {
        try {
            return mounts == null ? task.call() : mounts.call(task);
        } catch (ExecutionException e) {
            throw asIOException(e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            throw asIOException(e);
        }
    }

    private static IOException asIOException(Throwable failure) throws InterruptedException {
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return failure instanceof IOException known ? known : new MountException(String.valueOf(failure), failure);
    }

    /** Fills the mount with a lazy image; an unpacked one is shown where nothing in it can be written or run. */
    public void serve(ScanImage image) throws IOException, InterruptedException {
        LazyContents lazy = image.lazy();
        if (lazy == null) {
            losses = image.losses();
            show(java.util.Objects.requireNonNull(image.directory()));
            return;
        }
        PendingMount waiting = pending;
        if (waiting == null) {
            throw java.util.Objects.requireNonNull(noMount);
        }
        ReadAhead reading = new ReadAhead(lazy.rafs(), lazy.chunks(), lazy.locator(), settings.budget());
        AccessRecord entered = new AccessRecord(reading);
        ahead = reading;
        record = entered;
        mount = inside(() -> waiting.serve(lazy.rafs(), lazy.files(), entered));
    }

    private void show(Path directory) throws IOException, InterruptedException {
        shielded = false;
        root = directory;
        if (mounts == null) {
            return;
        }
        try {
            Path place = space.makeTree();
            root = inside(() -> {
                BindMount.readOnly(directory, place);
                return place;
            });
            shielded = true;
        } catch (MountException e) {
            // The receipt says so.
        }
    }

    /** Tests whether programs cannot change anything in the image, open any of its devices, or run anything from it. */
    public boolean isShielded() {
        return shielded;
    }

    /**
     * Starts a program, or takes the one that was started early with the same command.
     *
     * @param owners whether the program must see who owns files
     */
    public ScanProgram start(List<String> command, Map<String, String> environment, boolean owners)
            throws IOException, InterruptedException {
        Optional<ScanProgram> early = programs.stream()
                .filter(program -> mount != null && program.isWaiting(command))
                .findFirst();
        if (early.isPresent()) {
            early.get().take();
            return early.get();
        }
        ScanProgram started = startEarly(command, environment, owners);
        started.take();
        return started;
    }

    /** Starts a program that may be taken later. */
    public ScanProgram startEarly(List<String> command, Map<String, String> environment, boolean owners)
            throws IOException, InterruptedException {
        Path output = outputs.resolve("output-" + programs.size());
        MessageTail messages = new MessageTail(err);
        Sandbox scanner = over(Sandbox.ofScanner(settings.hidden()));
        Sandbox sandbox = owners ? scanner.seeingOwners() : scanner;
        Launch launch =
                new Launch(command, environment, output, ReportFile.MAX_SIZE, settings.timeout(), messages, sandbox);
        ScanProgram program =
                new ScanProgram(launcher.start(launch), output, messages, command, launcher.confinement(sandbox));
        programs.add(program);
        return program;
    }

    /** Starts a program of whoever has opened this stage, who sees to its end before that of the stage. */
    public Program launch(Launch launch) throws IOException, InterruptedException {
        return launcher.start(launch);
    }

    /** Returns {@code sandbox} over the image, as far as the image is known. */
    public Sandbox over(Sandbox sandbox) {
        boolean unpacked = !root.equals(space.mountPoint());
        return sandbox.hiding(List.of(outputs)).over(root, unpacked);
    }

    /** Means by which programs in {@code sandbox} are kept from the rest of the machine. */
    public Confinement confinement(Sandbox sandbox) {
        return launcher.confinement(sandbox);
    }

    /** Tests whether programs can be started without a network. */
    public boolean separatesNetworks() {
        return launcher.separatesNetworks();
    }

    /** Processes that a program has in its control groups beside its own. */
    public int ownProcesses() {
        return launcher.ownProcesses();
    }

    /** Ends what was started early and not taken. */
    public void dismiss() {
        programs.stream().filter(program -> !program.isTaken()).forEach(ScanProgram::close);
    }

    /** The directory to be scanned. */
    public Path root() {
        return root;
    }

    /** A new directory for what a program needs beside the image. */
    public Path directory(String name) throws IOException {
        return space.directory(name);
    }

    /** The directory for the image's configuration. */
    public Path configuration() {
        return space.configuration();
    }

    /** Record of who has read what; null for an unpacked image. */
    public @Nullable AccessRecord record() {
        return record;
    }

    /** Reader of what is fetched ahead; null for an unpacked image. */
    public @Nullable ReadAhead ahead() {
        return ahead;
    }

    /** Tests whether the mount is still there, as it should be while anybody scans it. */
    public boolean isThere() throws InterruptedException {
        return mount == null || !mount.awaitEnd(Duration.ZERO);
    }

    /**
     * Reasons why the program of the session that {@code leader} leads has not read all that it asked for; empty if it
     * has.
     *
     * @param leaders of all programs: reads that belong to none of these programs count for each
     * @param there whether the mount was still there when they had ended
     */
    public List<String> unread(int leader, Set<Integer> leaders, boolean there) {
        AccessRecord entered = record;
        if (entered == null) {
            return losses.problems(root);
        }
        List<String> reasons = new ArrayList<>();
        if (!there) {
            reasons.add("the mount was taken away while it was scanned");
        }
        long failed = entered.of(leader).failureCount();
        if (failed > 0) {
            reasons.add(failed + (failed == 1 ? " read" : " reads") + " failed");
        }
        long others = entered.othersThan(leaders).stream()
                .mapToLong(UserAccess::failureCount)
                .sum();
        if (others > 0) {
            reasons.add(others + " reads failed of processes that cannot be told to belong to one scanner");
        }
        return reasons;
    }

    /** Path of more than {@code bytes} that the program of the session that {@code leader} leads was told of. */
    public Optional<String> toldBeyond(int bytes, int leader) {
        AccessRecord entered = record;
        return entered == null ? losses.beyond(bytes, root) : entered.of(leader).listedBeyond(bytes);
    }

    /** Unmounts, even if something still uses it. */
    public void unmount() {
        if (ahead != null) {
            ahead.close();
        }
        try {
            ImageMount served = mount;
            PendingMount waiting = pending;
            mount = null;
            pending = null;
            inside(() -> {
                if (waiting != null) {
                    waiting.close();
                }
                if (served != null) {
                    served.close();
                    served.awaitEnd(GRACE);
                }
                return true;
            });
        } catch (IOException e) {
            // The mount ends with this process.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills every program and leaves nothing behind, even if this thread is interrupted. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        programs.forEach(ScanProgram::close);
        unmount();
        if (mounts != null) {
            mounts.close();
        }
        space.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
