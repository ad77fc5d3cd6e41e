package dev.nydusview.plugin.report;

import dev.nydusview.plugin.service.Arguments;
import dev.nydusview.plugin.service.LimitExceededException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The reports of one run; used by one thread. */
final class RunReport {
    private final EventReader reader;
    private final FindingListener listener;
    private final ReportLimits limits;
    private int events;
    private long total;

    RunReport(EventReader reader, FindingListener listener, ReportLimits limits) {
        this.reader = reader;
        this.listener = listener;
        this.limits = limits;
    }

    List<JsonNode> report(Arguments arguments) throws LimitExceededException {
        JsonNode event = arguments.at(0);
        if (!event.isObject()) {
            throw new LimitExceededException("reported something that is not an event");
        }
        count(arguments.size());
        reader.read(event).forEach(listener::found);
        return List.of();
    }

    private void count(int size) throws LimitExceededException {
        events++;
        total += size;
        if (size > limits.event()) {
            throw new LimitExceededException("reported an event of more than " + limits.event() + " bytes");
        }
        if (events > limits.events()) {
            throw new LimitExceededException("reported more than " + limits.events() + " events");
        }
        if (total > limits.total()) {
            throw new LimitExceededException("reported more than " + limits.total() + " bytes of events");
        }
    }
}
