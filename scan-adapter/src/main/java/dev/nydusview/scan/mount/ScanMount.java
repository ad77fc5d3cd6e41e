package dev.nydusview.scan.mount;

import static java.util.Objects.requireNonNull;

import dev.nydusview.fuse.MountEngine;
import dev.nydusview.fuse.MountException;
import dev.nydusview.fuse.MountOptions;
import dev.nydusview.fuse.PendingMount;
import dev.nydusview.fuse.ServeOptions;
import dev.nydusview.linux.BindMount;
import dev.nydusview.rafs.chunk.OpenImage;
import dev.nydusview.scan.access.AccessRecord;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.profile.ReadAhead;
import dev.nydusview.scan.report.ReportFile;
import dev.nydusview.scan.run.Confinement;
import dev.nydusview.scan.run.Launch;
import dev.nydusview.scan.run.Launcher;
import dev.nydusview.scan.run.OutputTail;
import dev.nydusview.scan.run.Program;
import dev.nydusview.scan.run.ProgramPath;
import dev.nydusview.scan.run.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mount that programs scan, in a namespace of its own if the system allows that. It is made before its image is open,
 * so that programs can be started early; their requests wait for the image.
 */
public final class ScanMount implements AutoCloseable {
    private final MountSettings settings;
    private final Workspace space;
    private final Namespace namespace;
    private final Launcher launcher;
    private final PrintStream err;
    private final List<ScanProgram> programs = new ArrayList<>();
    private final Path outputs;
    private KernelMount mount;
    private ImageView view;

    private ScanMount(
            String name,
            MountSettings settings,
            Workspace space,
            Namespace namespace,
            Launcher launcher,
            PrintStream err)
            throws IOException, InterruptedException {
        this.settings = settings;
        this.space = space;
        this.outputs = space.directory("outputs");
        this.namespace = namespace;
        this.launcher = launcher;
        this.err = err;
        this.view = new ImageView.Empty(space.mountPoint());
        this.mount = make(name);
    }

    /**
     * Mounts. If that fails, serving a lazy image reports it, as other images do not need a mount.
     *
     * @param name source that {@code findmnt} shows
     * @param path search path for programs
     * @param words words of their command lines: mounts that these name stay visible
     * @param err receives the standard error of programs
     */
    public static ScanMount open(
            String name, MountSettings settings, ProgramPath path, List<String> words, PrintStream err)
            throws IOException, InterruptedException {
        Workspace space = Workspace.create();
        try {
            List<Path> needed = new ArrayList<>(Launcher.needed(path, words));
            if (settings.cache() != null) {
                needed.add(settings.cache());
            }
            Namespace namespace = Namespace.open(needed);
            return new ScanMount(name, settings, space, namespace, namespace.launcher(path), err);
        } catch (IOException | RuntimeException e) {
            space.close();
            throw e;
        }
    }

    private KernelMount make(String name) throws IOException, InterruptedException {
        MountOptions options = new MountOptions(
                "nydusview:" + name,
                false,
                List.of(),
                false,
                !namespace.isPrivate(),
                new ServeOptions(settings.verifyOnOpen(), true));
        MountEngine.Factory engine = requireNonNull(settings.engine(), "settings of a host");
        try {
            return new KernelMount.Waiting(
                    namespace.call(() -> PendingMount.make(engine, space.mountPoint(), options)));
        } catch (MountException e) {
            return new KernelMount.Refused(e);
        }
    }

    /** Fills the mount with a lazy image; an unpacked one is shown where nothing in it can be written or run. */
    public void serve(ScanImage image) throws IOException, InterruptedException {
        if (image instanceof ScanImage.Lazy lazy) {
            serve(lazy.contents());
        } else if (image instanceof ScanImage.Unpacked unpacked) {
            view = show(unpacked);
        }
    }

    private void serve(OpenImage image) throws IOException, InterruptedException {
        if (mount instanceof KernelMount.Refused refused) {
            throw refused.why();
        }
        if (!(mount instanceof KernelMount.Waiting waiting)) {
            throw new IllegalStateException("the mount has an image, or has ended");
        }
        ReadAhead ahead = new ReadAhead(image.rafs(), image.chunks(), image.locator(), settings.budget());
        AccessRecord record = new AccessRecord(ahead);
        view = new ImageView.Lazy(space.mountPoint(), record, ahead);
        mount = new KernelMount.Serving(
                namespace.call(() -> waiting.mount().serve(image.rafs(), image.files(), record)));
    }

    private ImageView show(ScanImage.Unpacked image) throws IOException, InterruptedException {
        if (namespace.isPrivate()) {
            try {
                Path place = space.makeTree();
                namespace.call(() -> {
                    BindMount.readOnly(image.directory(), place);
                    return place;
                });
                return new ImageView.Unpacked(place, image.losses(), true);
            } catch (MountException e) {
                // The receipt states it.
            }
        }
        return new ImageView.Unpacked(image.directory(), image.losses(), false);
    }

    /** Tests whether programs cannot change anything in the image, open any of its devices, or run anything from it. */
    public boolean isProtectedMount() {
        return view.isProtectedMount();
    }

    /**
     * Starts a program, or takes the one that was started early with the same command.
     *
     * @param owners whether the program must see the owners of files
     */
    public ScanProgram start(List<String> command, Map<String, String> environment, boolean owners)
            throws IOException, InterruptedException {
        Optional<ScanProgram> early = programs.stream()
                .filter(program -> mount instanceof KernelMount.Serving && program.isWaiting(command))
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
        OutputTail messages = new OutputTail(err);
        Sandbox scanner = over(Sandbox.ofScanner(settings.hidden()));
        Sandbox sandbox = owners ? scanner.withRealOwners() : scanner;
        Launch launch =
                new Launch(command, environment, output, ReportFile.MAX_SIZE, settings.timeout(), messages, sandbox);
        ScanProgram program =
                new ScanProgram(launcher.start(launch), output, messages, command, launcher.confinement(sandbox));
        programs.add(program);
        return program;
    }

    /** Starts a program for the caller, who must end it before the mount. */
    public Program launch(Launch launch) throws IOException, InterruptedException {
        return launcher.start(launch);
    }

    /** Returns {@code sandbox} over the image, as far as the image is known. */
    public Sandbox over(Sandbox sandbox) {
        return sandbox.hiding(List.of(outputs)).over(root(), view instanceof ImageView.Unpacked);
    }

    /** Returns the means that keep programs in {@code sandbox} from the rest of the machine. */
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

    /** Ends programs that were started early and not taken. */
    public void closeUnused() {
        programs.stream().filter(program -> !program.isTaken()).forEach(ScanProgram::close);
    }

    /** The directory to be scanned. */
    public Path root() {
        return view.root();
    }

    /** Makes a directory for files that a program needs beside the image. */
    public Path directory(String name) throws IOException {
        return space.directory(name);
    }

    /** The directory for the image's configuration. */
    public Path configuration() {
        return space.configuration();
    }

    /** Returns the record of reads; null for an unpacked image. */
    public @Nullable AccessRecord record() {
        return view.record();
    }

    /** Returns the read-ahead; null for an unpacked image. */
    public @Nullable ReadAhead ahead() {
        return view.ahead();
    }

    /**
     * Ends the mount, whose programs must have ended, and returns their reads.
     *
     * @param leaders of the sessions of all programs
     */
    public ProgramReads end(Set<Integer> leaders) throws InterruptedException {
        boolean there = mount.isThere();
        unmount();
        return new ProgramReads(view, leaders, there);
    }

    /** Unmounts, even if something still uses it. */
    private void unmount() {
        ReadAhead ahead = view.ahead();
        if (ahead != null) {
            ahead.close();
        }
        KernelMount ending = mount;
        mount = new KernelMount.Ended();
        try {
            namespace.call(() -> {
                ending.end();
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
        namespace.close();
        space.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
