package dev.nydusview.plugin.log;

import dev.nydusview.plugin.service.Arguments;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.plugin.service.RunContext;
import dev.nydusview.plugin.service.ServiceException;
import dev.nydusview.plugin.service.ServiceFunction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The log service of libveinmind: {@code getConfig()} gives level and delay, {@code log([entries])} takes entries. */
public final class LogService implements PluginServices {
    /** Namespace of the service, which does not have a version. */
    public static final String NAMESPACE = "github.com/chaitin/libveinmind/logging";

    /** Entries of a run that are passed on. */
    static final int MAX_ENTRIES = 100_000;

    private final LogLevel level;
    private final Duration delay;
    private final LogListener listener;
    private final InstantSource clock;

    /**
     * @param level plugins keep less severe entries to themselves
     * @param delay for which plugins may collect entries before they send them
     */
    public LogService(LogLevel level, Duration delay, LogListener listener, InstantSource clock) {
        this.level = level;
        this.delay = delay;
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public Map<String, ServiceFunction> functions(RunContext run) {
        RunLog log = new RunLog(new EntryReader(run, clock), listener);
        return Map.of("getConfig", this::config, "log", log::log);
    }

    /** The delay is in nanoseconds. */
    private List<JsonNode> config(Arguments arguments) throws ServiceException {
        arguments.expect(0);
        return List.of(JsonNodeFactory.instance
                .objectNode()
                .put("level", level.number())
                .put("delay", delay.toNanos()));
    }
}
