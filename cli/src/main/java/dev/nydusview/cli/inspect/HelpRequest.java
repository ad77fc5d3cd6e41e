package dev.nydusview.cli.inspect;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.Table;
import dev.nydusview.jobs.output.TextOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;

/** {@code help}. */
@Command(name = "help", description = "Lists all requests, or explains one.")
final class HelpRequest implements Request {
    private final CommandLine root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "REQUEST", description = "Request to explain.")
    @Nullable
    String name;

    HelpRequest(CommandLine root) {
        this.root = root;
    }

    /** A request as JSON has it. */
    record Item(String request, String parameters, String description) {
        static Item of(String name, CommandLine command) {
            StringBuilder parameters = new StringBuilder();
            for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
                parameters.append(parameter.arity().min() == 0 ? " [" : " ");
                parameters.append(parameter.paramLabel());
                parameters.append(parameter.arity().min() == 0 ? "]" : "");
            }
            String[] description = command.getCommandSpec().usageMessage().description();
            return new Item(name, parameters.toString().strip(), description.length == 0 ? "" : description[0]);
        }
    }

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        if (name == null) {
            List<Item> items = new ArrayList<>();
            root.getSubcommands().forEach((request, command) -> items.add(Item.of(request, command)));
            items.add(new Item("exit", "", "Exits, as do quit, q and the end of input."));
            answers.print(items, items, out -> table(out, items));
            return;
        }
        CommandLine command = root.getSubcommands().get(name);
        if (command == null) {
            throw new CommandException(ExitCode.USAGE, "unknown request '" + name + "'");
        }
        String usage = command.getUsageMessage(CommandLine.Help.Ansi.OFF).strip();
        answers.print(Item.of(name, command), out -> out.line(usage));
    }

    private static void table(TextOutput out, List<Item> items) throws IOException {
        Table table = new Table("REQUEST", "DESCRIPTION");
        for (Item item : items) {
            table.row((item.request + " " + item.parameters).strip(), item.description);
        }
        table.print(out);
    }
}
