package dev.nydusview.plugin.exec;

import dev.nydusview.plugin.conf.ConfService;
import dev.nydusview.plugin.log.LogEntry;
import dev.nydusview.plugin.log.LogLevel;
import dev.nydusview.plugin.log.LogService;
import dev.nydusview.plugin.report.ReportService;
import dev.nydusview.plugin.service.Conversation;
import dev.nydusview.plugin.service.PluginChannel;
import dev.nydusview.plugin.service.PluginService;
import dev.nydusview.plugin.service.ServiceContext;
import dev.nydusview.plugin.service.ServiceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Offers plugins services while they run: to log, to report, their configuration, and those of third parties. */
public final class ServicesInterceptor implements PluginInterceptor {
    private final Path directory;
    private final @Nullable Path configuration;
    private final LogLevel level;
    private final Consumer<LogEntry> listener;
    private final AtomicInteger channels = new AtomicInteger();

    /**
     * @param directory for the files by which plugins and host speak
     * @param configuration directory of what plugins may ask for by name; null for none
     * @param listener hears what plugins log from {@code level} on
     */
    public ServicesInterceptor(
            Path directory, @Nullable Path configuration, LogLevel level, Consumer<LogEntry> listener) {
        this.directory = directory;
        this.configuration = configuration;
        this.level = level;
        this.listener = listener;
    }

    @Override
    public PluginEnd intercept(PluginRun run, Next next) throws IOException, InterruptedException {
        ServiceContext context = new ServiceContext(
                run.plugin().name(), run.command().label(), run.image().name());
        ReportService report = new ReportService(context, run::kill);
        ServiceRegistry registry = ServiceRegistry.of(services(context, report), context);
        try (PluginChannel channel = PluginChannel.open(directory, "plugin-" + channels.incrementAndGet())) {
            run.tell(channel.arguments());
            Conversation conversation = Conversation.begin(channel, registry, run::kill);
            try {
                return next.proceed(run);
            } finally {
                conversation.end();
                run.found(report.findings());
            }
        }
    }

    private List<PluginService> services(ServiceContext context, ReportService report) {
        List<PluginService> services = new ArrayList<>(List.of(new LogService(context, level, listener), report));
        if (configuration != null) {
            services.add(new ConfService(configuration));
        }
        return services;
    }
}
