package dev.nydusview.plugin.exec;

import java.io.IOException;

/** Tells plugins where their image is. */
public final class ImageInterceptor implements PluginInterceptor {
    /** Names the directory where the image is mounted. */
    public static final String ROOT = "NYDUSVIEW_ROOT";

    /** Names the file that says what is known of the image beside its files. */
    public static final String DOCUMENT = "NYDUSVIEW_IMAGE";

    @Override
    public PluginExit intercept(PluginRun run, Next next) throws IOException, InterruptedException {
        run.environment().put(ROOT, run.image().root().toString());
        run.environment().put(DOCUMENT, run.image().document().toString());
        return next.proceed(run);
    }
}
