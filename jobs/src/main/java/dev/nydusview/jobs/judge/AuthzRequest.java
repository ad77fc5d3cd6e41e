package dev.nydusview.jobs.judge;

import dev.nydusview.jobs.image.PullSettings;
import dev.nydusview.jobs.plugin.PluginRequest;
import java.nio.file.Path;

/**
 * An authorization plugin to be served.
 *
 * @param policy what is allowed, as JSON
 * @param socket where docker asks
 * @param plugins by whose findings images are judged
 * @param pull treatment of images that cannot be read lazily
 */
public record AuthzRequest(Path policy, Path socket, PluginRequest plugins, PullSettings pull) {}
