package dev.nydusview.plugin.exec;

import dev.nydusview.plugin.limits.LimitedRun;
import dev.nydusview.plugin.limits.Limiter;
import dev.nydusview.plugin.limits.Limits;
import java.io.IOException;
import java.util.List;

/** Limits the resources of a run. */
public final class LimitsInterceptor implements PluginInterceptor {
    private final Limiter limiter;
    private final Limits limits;

    public LimitsInterceptor(Limiter limiter, Limits limits) {
        this.limiter = limiter;
        this.limits = limits;
    }

    @Override
    public PluginExit intercept(PluginRun run, Next next) throws IOException, InterruptedException {
        try (LimitedRun limited = limiter.limit(limits)) {
            run.wrap(limited.wrapper());
            run.confine(sandbox -> sandbox.joining(limited.groups()));
            List<String> description = limited.description();
            run.limitedBy(description);
            PluginExit end = next.proceed(run);
            limited.exceeded().ifPresent(run::problem);
            return end;
        }
    }
}
