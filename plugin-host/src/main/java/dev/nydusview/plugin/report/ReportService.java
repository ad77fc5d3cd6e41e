package dev.nydusview.plugin.report;

import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.plugin.service.RunContext;
import dev.nydusview.plugin.service.ServiceFunction;
import java.time.InstantSource;
import java.util.Map;

/** The report service of veinmind-common: {@code report(event)}, for events of all three schemas. */
public final class ReportService implements PluginServices {
    /** The same for all schemas. */
    public static final String NAMESPACE = "github.com/chaitin/veinmind-tools/veinmind-common/go/service/report";

    private final FindingListener listener;
    private final ReportLimits limits;
    private final InstantSource clock;

    public ReportService(FindingListener listener, ReportLimits limits, InstantSource clock) {
        this.listener = listener;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public Map<String, ServiceFunction> functions(RunContext run) {
        RunReport report = new RunReport(new EventReader(run, clock), listener, limits);
        return Map.of("report", report::report);
    }
}
