package dev.nydusview.cli;

import dev.nydusview.cli.inspect.Request;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/** Gives commands the help, options and arguments of a request. */
final class RequestOptions {
    private RequestOptions() {}

    /** Gives them to {@code verb}; positions shift by one, as the image comes first. */
    static void takeOver(Request request, CommandSpec verb) {
        CommandSpec asked = CommandSpec.forAnnotatedObject(request);
        verb.name(asked.name());
        verb.usageMessage().description(asked.usageMessage().description());
        verb.usageMessage().footer(asked.usageMessage().footer());
        // Not by a reference to addOption; see Commands.
        for (OptionSpec option : asked.options()) {
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
}
