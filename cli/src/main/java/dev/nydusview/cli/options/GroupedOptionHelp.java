package dev.nydusview.cli.options;

import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Lists options under the heading that the class declaring them has as its {@link HelpGroup}. */
public final class GroupedOptionHelp implements IHelpSectionRenderer {
    private static final String DEFAULT_HEADING = "Options";

    @Override
    public String render(Help help) {
        StringBuilder text = new StringBuilder();
        groups(help.commandSpec().options()).forEach((heading, options) -> {
            Layout layout = help.createDefaultLayout();
            layout.addOptions(options, help.parameterLabelRenderer());
            text.append(help.createHeading("%n" + heading + ":%n")).append(layout);
        });
        return text.toString();
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
        HelpGroup group = option.userObject() instanceof Member member
                ? member.getDeclaringClass().getAnnotation(HelpGroup.class)
                : null;
        return group == null ? DEFAULT_HEADING : group.value() + " options";
    }
}
