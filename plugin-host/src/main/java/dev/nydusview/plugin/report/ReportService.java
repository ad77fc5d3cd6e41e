package dev.nydusview.plugin.report;

import dev.nydusview.plugin.service.PluginService;
import dev.nydusview.plugin.service.ServiceContext;
import dev.nydusview.plugin.service.ServiceException;
import dev.nydusview.plugin.service.ServiceFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Takes what plugins find. */
public final class ReportService implements PluginService {
    private static final String NAMESPACE = "github.com/chaitin/veinmind-tools/veinmind-common/go/service/report";
    private static final int MAX_FINDINGS = 100_000;
    private static final long MAX_BYTES = 64L << 20;

    private final EventReader reader;
    private final Consumer<String> hopeless;
    private final List<Finding> findings = new ArrayList<>();
    private long bytes;

    /** @param hopeless is told why what else the plugin finds cannot be taken */
    public ReportService(ServiceContext context, Consumer<String> hopeless) {
        this.reader = new EventReader(context);
        this.hopeless = hopeless;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public Map<String, ServiceFunction> functions() {
        return Map.of("report", this::report);
    }

    private synchronized List<JsonNode> report(List<JsonNode> arguments) throws ServiceException {
        if (arguments.size() != 1 || !arguments.get(0).isObject()) {
            throw new ServiceException("report takes one event");
        }
        bytes += arguments.get(0).toString().length();
        if (findings.size() == MAX_FINDINGS || bytes > MAX_BYTES) {
            String reason = "it reported more than " + MAX_FINDINGS + " findings, or " + MAX_BYTES + " bytes of them";
            hopeless.accept(reason);
            throw new ServiceException(reason);
        }
        findings.add(reader.read(arguments.get(0)));
        return List.of();
    }

    /** What was found so far, in order. */
    public synchronized List<Finding> findings() {
        return List.copyOf(findings);
    }
}
