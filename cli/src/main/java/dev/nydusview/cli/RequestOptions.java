package dev.nydusview.cli;

import dev.nydusview.cli.inspect.Request;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/** Gives commands the help, options and arguments of a request. */
final class RequestOptions {
    private static final String SHORT_HELP = "-h";

    private RequestOptions() {}

    /** Gives them to {@code verb}; positions shift by one, as the image comes first. */
    static void takeOver(Request request, CommandSpec verb) {
        CommandSpec asked = CommandSpec.forAnnotatedObject(request);
        verb.name(asked.name());
        verb.usageMessage().description(asked.usageMessage().description());
        verb.usageMessage().footer(asked.usageMessage().footer());
        // Not by a reference to addOption; see Commands.
        for (OptionSpec option : asked.options()) {
            if (List.of(option.names()).contains(SHORT_HELP)) {
                leaveToRequest(verb);
            }
            verb.addOption(option);
        }
        for (PositionalParamSpec parameter : asked.positionalParameters()) {
            Range index = parameter.index();
            String last = index.isVariable() ? "*" : Integer.toString(index.max() + 1);
            verb.addPositional(PositionalParamSpec.builder(parameter)
                    .index(index.min() + 1 + ".." + last)
                    .build());
        }
    }

    /** Leaves the short name of the help to an option of the request, such as the readable sizes of ls. */
    private static void leaveToRequest(CommandSpec verb) {
        OptionSpec help = verb.findOption(SHORT_HELP);
        verb.remove(help);
        String[] others =
                Stream.of(help.names()).filter(name -> !name.equals(SHORT_HELP)).toArray(String[]::new);
        verb.addOption(OptionSpec.builder(help).names(others).build());
    }
}
