package dev.nydusview.cli.options;

import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Lists options under the heading that the class declaring them has as its {@link HelpGroup}. Common ones are only named,
 * unless the command line asks for the whole help.
 */
public final class GroupedOptionHelp implements IHelpSectionRenderer {
    /** The option that asks for the whole help. */
    static final String WHOLE = "--help-all";

    private static final String DEFAULT_HEADING = "Options";

    @Override
    public String render(Help help) {
        boolean whole = asksForAll(help.commandSpec());
        StringBuilder text = new StringBuilder();
        StringBuilder named = new StringBuilder();
        groups(help.commandSpec().options()).forEach((heading, options) -> {
            List<OptionSpec> common = options.stream()
                    .filter(option -> !whole && isCommon(option))
                    .toList();
            List<OptionSpec> explained =
                    options.stream().filter(option -> !common.contains(option)).toList();
            if (!explained.isEmpty()) {
                Layout layout = help.createDefaultLayout();
                layout.addOptions(explained, help.parameterLabelRenderer());
                text.append(help.createHeading("%n" + heading + ":%n")).append(layout);
            }
            if (!common.isEmpty()) {
                named.append(
                        names(heading, common, help.commandSpec().usageMessage().width()));
            }
        });
        if (!named.isEmpty()) {
            text.append(help.createHeading("%nMore options, explained by " + WHOLE + ":%n"))
                    .append(named);
        }
        return text.toString();
    }

    private static boolean asksForAll(CommandSpec command) {
        CommandLine root = command.root().commandLine();
        ParseResult parsed = root == null ? null : root.getParseResult();
        return parsed != null && parsed.originalArgs().contains(WHOLE);
    }

    private static boolean isCommon(OptionSpec option) {
        HelpGroup group = group(option);
        return group != null && group.common();
    }

    /** Names options in lines of at most {@code width} characters. */
    private static String names(String heading, List<OptionSpec> options, int width) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("  " + heading.replace(" options", ""));
        String separator = ": ";
        for (OptionSpec option : options) {
            String name = separator + String.join(", ", option.names());
            if (line.length() + name.length() >= width) {
                lines.append(line).append(",%n".formatted());
                line = new StringBuilder("   ");
                name = name.substring(1);
            }
            line.append(name);
            separator = ", ";
        }
        return lines.append(line).append("%n".formatted()).toString();
    }

    /** The options that are not hidden, by heading; a command's own ones come first. */
    public static Map<String, List<OptionSpec>> groups(List<OptionSpec> options) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        groups.put(DEFAULT_HEADING, new ArrayList<>());
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                groups.computeIfAbsent(heading(option), unused -> new ArrayList<>())
                        .add(option);
            }
        }
        groups.values().removeIf(List::isEmpty);
        return groups;
    }

    private static String heading(OptionSpec option) {
        HelpGroup group = group(option);
        return group == null ? DEFAULT_HEADING : group.value() + " options";
    }

    private static @Nullable HelpGroup group(OptionSpec option) {
        return option.userObject() instanceof Member member
                ? member.getDeclaringClass().getAnnotation(HelpGroup.class)
                : null;
    }
}
