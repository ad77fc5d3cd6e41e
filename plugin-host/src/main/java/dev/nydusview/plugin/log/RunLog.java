package dev.nydusview.plugin.log;

import dev.nydusview.plugin.service.Arguments;
import dev.nydusview.plugin.service.ServiceException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The log of one run; used by one thread. */
final class RunLog {
    private final EntryReader reader;
    private final LogListener listener;
    private int entries;

    RunLog(EntryReader reader, LogListener listener) {
        this.reader = reader;
        this.listener = listener;
    }

    /**
     * Records the entries of a call. Null stands for an empty list, which Go writes that way. Returns an empty list.
     */
    List<JsonNode> log(Arguments arguments) throws ServiceException {
        JsonNode sent = arguments.expect(1).at(0);
        if (!sent.isArray() && !sent.isNull()) {
            throw new ServiceException("takes an array of entries");
        }
        for (JsonNode entry : sent) {
            accept(entry);
        }
        return List.of();
    }

    private void accept(JsonNode entry) {
        if (entries < LogService.MAX_ENTRIES) {
            listener.logged(reader.read(entry));
        } else if (entries == LogService.MAX_ENTRIES) {
            listener.logged(reader.note(
                    "its further log entries are omitted, as there are more than " + LogService.MAX_ENTRIES));
        }
        entries = Math.min(entries + 1, LogService.MAX_ENTRIES + 1);
    }
}
