package dev.nydusview.plugin.exec;

import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.manifest.PluginCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flags for single plugins, written {@code PLUGIN[:COMMAND/PATH].FLAG[=VALUE]} as the protocol's hosts have it. */
public final class SpecFlags {
    /** Names of plugins may have dots; flags have none. */
    private static final Pattern SHAPE =
            Pattern.compile("(?<plugin>[^:]+?)(:(?<path>[^=]*?))?\\.(?<flag>[^.=]+)(=(?<value>.*))?");

    private final List<Flag> flags;

    private SpecFlags(List<Flag> flags) {
        this.flags = flags;
    }

    private record Flag(String plugin, @org.jspecify.annotations.Nullable String path, List<String> words) {
        boolean fits(Plugin other, PluginCommand command) {
            return plugin.equals(other.name()) && (path == null || path.equals(String.join("/", command.path())));
        }
    }

    /**
     * Reads flags.
     *
     * @throws IllegalArgumentException if one of {@code texts} is malformed; the message says how
     */
    public static SpecFlags of(List<String> texts) {
        List<Flag> flags = new ArrayList<>();
        for (String text : texts) {
            Matcher shape = SHAPE.matcher(text);
            if (!shape.matches()) {
                throw new IllegalArgumentException("'" + text
                        + "' is not a flag for a plugin: write PLUGIN.FLAG=VALUE or PLUGIN:COMMAND/PATH.FLAG=VALUE");
            }
            String flag = shape.group("flag");
            List<String> words = new ArrayList<>(List.of((flag.length() == 1 ? "-" : "--") + flag));
            if (shape.group("value") != null) {
                words.add(shape.group("value"));
            }
            flags.add(new Flag(shape.group("plugin"), shape.group("path"), words));
        }
        return new SpecFlags(flags);
    }

    /** The words for {@code command} of {@code plugin}. */
    public List<String> words(Plugin plugin, PluginCommand command) {
        return flags.stream()
                .filter(flag -> flag.fits(plugin, command))
                .flatMap(flag -> flag.words().stream())
                .toList();
    }
}
