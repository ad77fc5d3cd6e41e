package dev.nydusview.scan.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process that starts a program, prints its id and waits for its end. */
final class LaunchingMain {
    private LaunchingMain() {}

    public static void main(String[] arguments) throws Exception {
        Launcher launcher = new Launcher(null, new ProgramPath(System.getenv()));
        Program program = launcher.start(new Launch(
                List.of("sh", "-c", "setsid env -i sleep " + arguments[1] + " & sleep " + arguments[1]),
                Map.of(),
                Path.of(arguments[0]),
                1 << 20,
                Duration.ofMinutes(5),
                System.err,
                Sandbox.ofScanner(List.of())));
        System.out.println(program.id());
        program.await();
    }
}
