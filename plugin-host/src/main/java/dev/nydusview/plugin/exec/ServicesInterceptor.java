package dev.nydusview.plugin.exec;

import dev.nydusview.plugin.conf.ConfService;
import dev.nydusview.plugin.log.LogLevel;
import dev.nydusview.plugin.log.LogListener;
import dev.nydusview.plugin.log.LogService;
import dev.nydusview.plugin.report.FindingListener;
import dev.nydusview.plugin.report.ReportLimits;
import dev.nydusview.plugin.report.ReportService;
import dev.nydusview.plugin.service.Conversation;
import dev.nydusview.plugin.service.PluginChannel;
import dev.nydusview.plugin.service.PluginServices;
import dev.nydusview.plugin.service.RunContext;
import dev.nydusview.plugin.service.ServiceRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Offers plugins services while they run: to log, to report, their configuration, and those of third parties. */
public final class ServicesInterceptor implements PluginInterceptor {
    private static final Duration LOG_DELAY = Duration.ofMillis(20);

    private final Path directory;
    private final @Nullable Path configuration;
    private final LogLevel level;
    private final LogListener listener;
    private final List<PluginServices> others;

    /**
     * @param directory for the pipes between plugins and host
     * @param configuration directory of files that plugins may request by name; null for none
     * @param listener receives log entries of plugins from {@code level} on
     * @param others services of third parties
     */
    public ServicesInterceptor(
            Path directory,
            @Nullable Path configuration,
            LogLevel level,
            LogListener listener,
            List<PluginServices> others) {
        this.directory = directory;
        this.configuration = configuration;
        this.level = level;
        this.listener = listener;
        this.others = List.copyOf(others);
    }

    @Override
    public PluginExit intercept(PluginRun run, Next next) throws IOException, InterruptedException {
        ServiceRegistry registry = ServiceRegistry.of(services(run::found)).withOthers(others);
        RunContext context = new RunContext(
                run.plugin().name(), run.command().label(), run.image().name());
        try (PluginChannel channel = PluginChannel.open(directory)) {
            run.tell(channel.arguments());
            run.confine(sandbox -> sandbox.keeping(List.of(channel.directory())));
            Conversation conversation =
                    registry.converse(channel, context, violation -> run.kill("the plugin " + violation.why()));
            try {
                return next.proceed(run);
            } finally {
                conversation.end().violation().ifPresent(violation -> run.problem("the plugin " + violation.why()));
            }
        }
    }

    private List<PluginServices> services(FindingListener found) {
        List<PluginServices> services = new ArrayList<>(List.of(
                new LogService(level, LOG_DELAY, listener, InstantSource.system()),
                new ReportService(found, ReportLimits.DEFAULT, InstantSource.system())));
        if (configuration != null) {
            services.add(new ConfService(configuration));
        }
        return services;
    }
}
