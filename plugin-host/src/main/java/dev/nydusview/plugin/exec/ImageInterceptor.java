package dev.nydusview.plugin.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells plugins where their image is, and Python ones where the package is by which they look into it. */
public final class ImageInterceptor implements PluginInterceptor {
    /** Names the directory where the image is mounted. */
    public static final String ROOT = "NYDUSVIEW_ROOT";

    /** Names the file that says what is known of the image beside its files. */
    public static final String DOCUMENT = "NYDUSVIEW_IMAGE";

    private final @Nullable Path python;

    /** @param python directory of the Python packages; null if there is none */
    public ImageInterceptor(@Nullable Path python) {
        this.python = python;
    }

    /** The variables that plugins need even when they are asked for info. */
    public static Map<String, String> environment(Map<String, String> variables, @Nullable Path python) {
        Map<String, String> environment = new java.util.HashMap<>(variables);
        if (python != null) {
            String own = python + ":" + python.resolve("compat");
            environment.merge("PYTHONPATH", own, (old, added) -> added + ":" + old);
            environment.put("PYTHONDONTWRITEBYTECODE", "1");
        }
        return environment;
    }

    @Override
    public PluginEnd intercept(PluginRun run, Next next) throws IOException, InterruptedException {
        Map<String, String> variables = environment(run.environment(), python);
        run.environment().putAll(variables);
        run.environment().put(ROOT, run.image().root().toString());
        run.environment().put(DOCUMENT, run.image().document().toString());
        return next.proceed(run);
    }
}
