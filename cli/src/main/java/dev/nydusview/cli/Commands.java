package dev.nydusview.cli;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.inspect.DocumentRequest;
import dev.nydusview.cli.inspect.Request;
import dev.nydusview.cli.inspect.Requests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Commands by name, in the order of the help text. Each is made only when it is needed: reading the annotations of
 * all of them takes longer than most commands do.
 */
final class Commands {
    /** Names of the commands that mount an image. */
    static final Set<String> MOUNTING = Set.of("mount", "scan", "plugin");

    /** Names of the commands that confine programs. */
    static final Set<String> CONFINING = Set.of("scan", "plugin", "authz");

    /** Names of the commands that tell of the others. */
    private static final Set<String> NEEDING_ALL = Set.of("help", "settings", "completion");

    private final Environment environment;
    private final Map<String, Supplier<Object>> makers = new LinkedHashMap<>();

    /**
     * Registers all commands. Method references to types of picocli are avoided here: they would keep those types,
     * which count as old classes, out of class archives.
     */
    Commands(Environment environment) {
        this.environment = environment;
        makers.put("mount", () -> new MountCommand(environment));
        makers.put("status", () -> new StatusCommand(environment));
        makers.put("umount", () -> new UmountCommand(environment));
        makers.put("scan", () -> new ScanCommand(environment));
        makers.put("inspect", () -> new InspectCommand(environment));
        Requests.verbs().forEach(this::putVerb);
        Requests.documentVerbs().forEach(this::putDocumentVerb);
        makers.put("manifest", () -> new ManifestCommand(environment));
        makers.put("tags", () -> new TagsCommand(environment));
        makers.put("catalog", () -> new CatalogCommand(environment));
        makers.put("plugin", () -> plugin());
        makers.put("authz", () -> new AuthzCommand(environment));
        makers.put("diff", () -> new DiffCommand(environment));
        makers.put("extract", () -> new ExtractCommand(environment));
        makers.put("check", () -> new CheckCommand(environment));
        makers.put("login", () -> new LoginCommand(environment));
        makers.put("logout", () -> new LogoutCommand(environment));
        makers.put("cache", () -> cache());
        makers.put("settings", () -> new SettingsCommand(environment));
        makers.put("completion", () -> new CompletionCommand(environment));
        makers.put("demo", () -> new DemoCommand(environment));
        makers.put("version", () -> new VersionCommand(environment));
        makers.put("help", () -> new HelpCommand());
    }

    /** Tests for the command {@code plugin list}, which is over soon and needs nothing of the other ones. */
    static boolean listsPlugins(List<String> arguments) {
        return arguments.size() > 1 && "plugin".equals(arguments.get(0)) && "list".equals(arguments.get(1));
    }

    private void putVerb(String name, Supplier<Request> request) {
        makers.put(name, () -> ImageVerb.of(environment, request.get()));
    }

    private void putDocumentVerb(String name, Supplier<DocumentRequest> request) {
        makers.put(name, () -> DocumentVerb.of(environment, request.get()));
    }

    private CommandLine cache() {
        return new CommandLine(new CacheCommand())
                .addSubcommand(new CacheLsCommand(environment))
                .addSubcommand(new CachePruneCommand(environment))
                .addSubcommand(new CacheVerifyCommand(environment))
                .addSubcommand(new CacheClearCommand(environment));
    }

    private CommandLine plugin() {
        return new CommandLine(new PluginsCommand())
                .addSubcommand(new PluginListCommand(environment))
                .addSubcommand(new PluginInfoCommand(environment))
                .addSubcommand(new PluginRunCommand(environment));
    }

    /**
     * Returns all commands, or only the one that {@code arguments} begin with if that command does not need the others.
     */
    Map<String, Object> fitting(String... arguments) {
        Map<String, Object> made = new LinkedHashMap<>();
        String first = arguments.length == 0 ? "" : arguments[0];
        if (listsPlugins(List.of(arguments))) {
            made.put(first, new CommandLine(new PluginsCommand()).addSubcommand(new PluginListCommand(environment)));
        } else if (makers.containsKey(first) && !NEEDING_ALL.contains(first)) {
            made.put(first, makers.get(first).get());
        } else {
            makers.forEach((name, maker) -> made.put(name, maker.get()));
        }
        return made;
    }
}
