package dev.nydusview.plugin.limits;

import dev.nydusview.plugin.limits.ControlGroup.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cgroup hierarchies of this system, as {@code /proc/self/mounts} and {@code /proc/self/cgroup} have them. */
final class Hierarchies {
    private static final int VERSION_2 = 2;
    private static final long PERIOD_MICROS = 100_000;

    private final int version;
    private final Map<String, Path> mounts;
    private final Map<String, String> own;

    private Hierarchies(int version, Map<String, Path> mounts, Map<String, String> own) {
        this.version = version;
        this.mounts = mounts;
        this.own = own;
    }

    /** A resource that groups can limit. */
    enum Resource {
        MEMORY("memory") {
            @Override
            Optional<List<Setting>> settings(Limits limits, int version) {
                String file = version == VERSION_2 ? "memory.max" : "memory.limit_in_bytes";
                return limits.memory() == 0
                        ? Optional.empty()
                        : Optional.of(List.of(new Setting(file, Long.toString(limits.memory()))));
            }

            @Override
            String description(Limits limits) {
                return "memory " + limits.memory() + " bytes";
            }
        },
        CPU("cpu") {
            @Override
            Optional<List<Setting>> settings(Limits limits, int version) {
                long quota = Math.max(1000, (long) (limits.cpus() * PERIOD_MICROS));
                if (limits.cpus() == 0) {
                    return Optional.empty();
                }
                return Optional.of(
                        version == VERSION_2
                                ? List.of(new Setting("cpu.max", quota + " " + PERIOD_MICROS))
                                : List.of(
                                        new Setting("cpu.cfs_period_us", Long.toString(PERIOD_MICROS)),
                                        new Setting("cpu.cfs_quota_us", Long.toString(quota))));
            }

            @Override
            String description(Limits limits) {
                return limits.cpus() + " processors";
            }
        },
        PROCESSES("pids") {
            @Override
            Optional<List<Setting>> settings(Limits limits, int version) {
                return limits.processes() == 0
                        ? Optional.empty()
                        : Optional.of(List.of(new Setting("pids.max", Integer.toString(limits.processes()))));
            }

            @Override
            String description(Limits limits) {
                return limits.processes() + " processes";
            }
        };

        private final String controller;

        Resource(String controller) {
            this.controller = controller;
        }

        String controller() {
            return controller;
        }

        /** Returns the settings for the resource's limit; empty if {@code limits} has none for it. */
        abstract Optional<List<Setting>> settings(Limits limits, int version);

        abstract String description(Limits limits);
    }

    /** Returns the hierarchies of this process; version 1 if any of its controllers is mounted. */
    static Hierarchies ofProcess() {
        try {
            return of(
                    Files.readAllLines(Path.of("/proc/self/mounts")), Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return new Hierarchies(VERSION_2, Map.of(), Map.of());
        }
    }

    static Hierarchies of(List<String> mountLines, List<String> groupLines) {
        Map<String, Path> mounts = new HashMap<>();
        @Nullable Path unified = null;
        for (String line : mountLines) {
            String[] fields = line.split(" ", -1);
            if (fields.length > 3 && fields[2].equals("cgroup2")) {
                unified = Path.of(fields[1]);
            } else if (fields.length > 3 && fields[2].equals("cgroup")) {
                for (String option : fields[3].split(",", -1)) {
                    mounts.put(option, Path.of(fields[1]));
                }
            }
        }
        boolean old = List.of(Resource.values()).stream().anyMatch(resource -> mounts.containsKey(resource.controller));
        Map<String, String> own = groups(groupLines);
        if (old || unified == null) {
            return new Hierarchies(1, mounts, own);
        }
        return new Hierarchies(VERSION_2, Map.of("", unified), own);
    }

    /** Paths of this process's groups by controller; of version 2 under the empty name. */
    private static Map<String, String> groups(List<String> lines) {
        Map<String, String> own = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3) {
                for (String controller : fields[1].split(",", -1)) {
                    own.put(controller, fields[2]);
                }
            }
        }
        return own;
    }

    int version() {
        return version;
    }

    /** Returns the groups in which a group for {@code resource} may be made, the best first. */
    List<Path> parents(Resource resource) {
        String key = version == VERSION_2 ? "" : resource.controller;
        Path mount = mounts.get(key);
        if (mount == null) {
            return List.of();
        }
        List<Path> parents = new ArrayList<>();
        Path group = mount.resolve(own.getOrDefault(key, "/").substring(1)).normalize();
        if (version == VERSION_2 && group.startsWith(mount) && !group.equals(mount)) {
            parents.add(group.getParent()); // a group that has processes itself does not delegate controllers
        } else if (group.startsWith(mount)) {
            parents.add(group);
        }
        parents.add(mount);
        return parents;
    }
}
