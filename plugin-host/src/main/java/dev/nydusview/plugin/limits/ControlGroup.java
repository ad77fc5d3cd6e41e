package dev.nydusview.plugin.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory of a cgroup hierarchy, made for one run. */
final class ControlGroup {
    private static final int TRIES = 50;
    private static final long PAUSE_MILLIS = 20;

    private final Path directory;

    private ControlGroup(Path directory) {
        this.directory = directory;
    }

    /** A new group below {@code parent} with {@code settings} written; none remains if one of them is refused. */
    static ControlGroup make(Path parent, String name, List<Setting> settings) throws IOException {
        ControlGroup group = new ControlGroup(Files.createDirectory(parent.resolve(name)));
        try {
            for (Setting setting : settings) {
                Files.writeString(group.directory.resolve(setting.file), setting.value);
            }
            return group;
        } catch (IOException e) {
            group.remove();
            throw e;
        }
    }

    /** A value to be written to a file of the group. */
    record Setting(String file, String value) {}

    /** The file by which processes join it. */
    Path processes() {
        return directory.resolve("cgroup.procs");
    }

    /** Tests whether the counter {@code key} in {@code file}, which has lines {@code key number}, is above zero. */
    boolean counted(String file, String key) {
        try {
            return Files.readAllLines(directory.resolve(file)).stream()
                    .anyMatch(line -> line.startsWith(key + " ") && !line.endsWith(" 0"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills the processes that are left in the group, then removes it. */
    void remove() {
        try {
            for (int i = 0; i < TRIES && !gone(); i++) {
                kill();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        try {
            for (String process : Files.readAllLines(processes())) {
                ProcessHandle.of(Long.parseLong(process)).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException | RuntimeException e) {
            return; // it is gone, or a process of another namespace is in it
        }
    }

    private boolean gone() {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
