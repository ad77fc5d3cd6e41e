package dev.nydusview.plugin.limits;

import dev.nydusview.plugin.limits.ControlGroup.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run in control groups: of one hierarchy in version 2, of one for each resource in version 1. */
final class ControlGroups implements LimitedRun {
    private final List<ControlGroup> groups = new ArrayList<>();
    private final List<String> description = new ArrayList<>();
    private final Hierarchies hierarchies;
    private final Limits limits;

    private ControlGroups(Hierarchies hierarchies, Limits limits) {
        this.hierarchies = hierarchies;
        this.limits = limits;
    }

    /**
     * Makes groups for those of {@code limits} that the system's control groups can set and this user may set.
     *
     * @param further processes that are not the plugin's
     */
    static ControlGroups of(Hierarchies hierarchies, Limits limits, int further, String name) {
        ControlGroups run = new ControlGroups(hierarchies, limits);
        Limits all = limits.processes() == 0
                ? limits
                : new Limits(limits.memory(), limits.cpus(), Math.addExact(limits.processes(), further));
        for (Hierarchies.Resource resource : Hierarchies.Resource.values()) {
            Optional<List<Setting>> settings = resource.settings(all, hierarchies.version());
            if (settings.isPresent()) {
                run.add(resource, name, settings.get());
            }
        }
        return run;
    }

    private void add(Hierarchies.Resource resource, String name, List<Setting> settings) {
        String unique = name + "-" + resource.controller();
        for (var parent : hierarchies.parents(resource)) {
            try {
                groups.add(ControlGroup.make(parent, unique, settings));
                description.add(resource.description(limits) + " (cgroup v" + hierarchies.version() + ")");
                return;
            } catch (IOException e) {
                // The group does not exist or is another user's; the next parent may do.
            }
        }
    }

    @Override
    public List<Path> groups() {
        return groups.stream().map(ControlGroup::processes).toList();
    }

    @Override
    public List<String> description() {
        return List.copyOf(description);
    }

    @Override
    public Optional<String> exceeded() {
        boolean killed = groups.stream()
                .anyMatch(group ->
                        group.counted("memory.events", "oom_kill") || group.counted("memory.oom_control", "oom_kill"));
        return killed
                ? Optional.of("it needed more memory than its limit of " + limits.memory() + " bytes")
                : Optional.empty();
    }

    @Override
    public void close() {
        groups.forEach(ControlGroup::remove);
    }
}
