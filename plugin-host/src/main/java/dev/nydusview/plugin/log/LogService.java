package dev.nydusview.plugin.log;

import dev.nydusview.plugin.service.PluginService;
import dev.nydusview.plugin.service.ServiceContext;
import dev.nydusview.plugin.service.ServiceException;
import dev.nydusview.plugin.service.ServiceFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes what plugins log. Names of members are found in any case: those of Go clients begin with capitals. */
public final class LogService implements PluginService {
    private static final String NAMESPACE = "github.com/chaitin/libveinmind/logging";
    private static final long DELAY_NANOS = 20_000_000;
    private static final int MAX_FIELDS = 64;
    private static final int MAX_TEXT = 1 << 14;

    private final ServiceContext context;
    private final LogLevel level;
    private final Consumer<LogEntry> listener;

    /** @param level of the least grave entries that plugins are to send */
    public LogService(ServiceContext context, LogLevel level, Consumer<LogEntry> listener) {
        this.context = context;
        this.level = level;
        this.listener = listener;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public Map<String, ServiceFunction> functions() {
        return Map.of("getConfig", arguments -> List.of(config()), "log", this::log);
    }

    private JsonNode config() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("level", level.number());
        config.put("delay", DELAY_NANOS);
        return config;
    }

    private List<JsonNode> log(List<JsonNode> arguments) throws ServiceException {
        if (arguments.size() != 1
                || !(arguments.get(0).isArray() || arguments.get(0).isNull())) {
            throw new ServiceException("log takes one list of entries");
        }
        for (JsonNode entry : arguments.get(0)) {
            if (entry.isObject()) {
                listener.accept(entry(entry));
            }
        }
        return List.of();
    }

    private LogEntry entry(JsonNode entry) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        entry.properties()
                .forEach(member ->
                        members.putIfAbsent(member.getKey().toLowerCase(java.util.Locale.ROOT), member.getValue()));
        JsonNode none = JsonNodeFactory.instance.missingNode();
        return new LogEntry(
                context,
                text(members.getOrDefault("time", none)),
                LogLevel.of(members.getOrDefault("level", none)).clamped(),
                fields(members.getOrDefault("fields", none)),
                text(members.getOrDefault("msg", none)));
    }

    private static Map<String, String> fields(JsonNode fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (texts.size() < MAX_FIELDS) {
                texts.put(shortened(field.getKey()), text(field.getValue()));
            }
        }
        return texts;
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return shortened(value.isString() ? value.stringValue() : value.toString());
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
