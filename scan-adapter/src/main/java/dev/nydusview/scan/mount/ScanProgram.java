package dev.nydusview.scan.mount;

import dev.nydusview.scan.run.Confinement;
import dev.nydusview.scan.run.OutputTail;
import dev.nydusview.scan.run.Program;
import java.nio.file.Path;
import java.util.List;

/** A program over a mount, and where it writes. */
public final class ScanProgram implements AutoCloseable {
    private final Program program;
    private final Path output;
    private final OutputTail messages;
    private final List<String> command;
    private final Confinement confinement;
    private boolean taken;

    ScanProgram(Program program, Path output, OutputTail messages, List<String> command, Confinement confinement) {
        this.program = program;
        this.output = output;
        this.messages = messages;
        this.command = List.copyOf(command);
        this.confinement = confinement;
    }

    public Program program() {
        return program;
    }

    public Path output() {
        return output;
    }

    /** Returns the end of the program's standard error. */
    public String messages() {
        return messages.text();
    }

    public List<String> command() {
        return command;
    }

    /** Returns the means that keep the program from the rest of the machine. */
    public Confinement confinement() {
        return confinement;
    }

    /** Tests whether the program was started early with {@code wanted} and not taken yet. */
    boolean isWaiting(List<String> wanted) {
        return !taken && command.equals(wanted);
    }

    boolean isTaken() {
        return taken;
    }

    void take() {
        taken = true;
    }

    @Override
    public void close() {
        program.close();
    }
}
