package dev.nydusview.plugin.exec;

import dev.nydusview.scan.run.ProgramPath;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the network away from plugins, by a network namespace of their own that has none. */
public final class NetworkInterceptor implements PluginInterceptor {
    private static final List<List<String>> WAYS = List.of(
            List.of("unshare", "--net", "--"), List.of("unshare", "--user", "--map-current-user", "--net", "--"));

    private final @Nullable List<String> way;

    private NetworkInterceptor(@Nullable List<String> way) {
        this.way = way;
    }

    /** One that uses what this user may do here. */
    public static NetworkInterceptor create(ProgramPath path) throws IOException, InterruptedException {
        if (path.find("unshare").isPresent()) {
            for (List<String> way : WAYS) {
                if (works(way)) {
                    return new NetworkInterceptor(way);
                }
            }
        }
        return new NetworkInterceptor(null);
    }

    private static boolean works(List<String> way) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new java.util.ArrayList<>(way))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.command().add("true");
        return builder.start().waitFor() == 0;
    }

    @Override
    public PluginEnd intercept(PluginRun run, Next next) throws IOException, InterruptedException {
        if (way == null) {
            throw new IOException("the network cannot be taken away from plugins here, which needs root or user"
                    + " namespaces, and unshare of util-linux; --plugin-network lets them have it");
        }
        run.wrap(way);
        run.limitedBy(List.of("no network (network namespace)"));
        return next.proceed(run);
    }
}
