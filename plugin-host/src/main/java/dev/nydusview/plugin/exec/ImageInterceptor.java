package dev.nydusview.plugin.exec;

import java.io.IOException;

/** Passes the place of their image to plugins. */
public final class ImageInterceptor implements PluginInterceptor {
    /** Names the directory where the image is mounted. */
    public static final String ROOT = "NYDUSVIEW_ROOT";

    /** Variable that names the JSON document about the image. */
    public static final String DOCUMENT = "NYDUSVIEW_IMAGE";

    @Override
    public PluginExit intercept(PluginRun run, Next next) throws IOException, InterruptedException {
        run.environment().put(ROOT, run.image().root().toString());
        run.environment().put(DOCUMENT, run.image().document().toString());
        return next.proceed(run);
    }
}
