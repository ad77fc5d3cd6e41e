package dev.nydusview.plugin.exec;

import java.io.IOException;
import java.util.List;

/** Interceptors, the first outermost, around the program that they prepare. */
final class PluginChain {
    private final List<PluginInterceptor> interceptors;
    private final PluginInterceptor.Next last;

    PluginChain(List<PluginInterceptor> interceptors, PluginInterceptor.Next last) {
        this.interceptors = List.copyOf(interceptors);
        this.last = last;
    }

    PluginExit run(PluginRun run) throws IOException, InterruptedException {
        return from(0).proceed(run);
    }

    private PluginInterceptor.Next from(int position) {
        return position == interceptors.size()
                ? last
                : run -> interceptors.get(position).intercept(run, from(position + 1));
    }
}
