package dev.nydusview.cli;

import dev.nydusview.cli.completion.Candidates;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.GroupedOptionHelp;
import dev.nydusview.cli.options.OptionDefaults;
import dev.nydusview.cli.settings.BadSettingsException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.output.OutputClosedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command that all others belong to. */
@Command(
        name = "nydusview",
        description = "Inspects, mounts and scans Nydus container images straight from their registry.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  nydusview demo",
            "  nydusview mount ghcr.io/example/app:nydus /mnt/app",
            "  nydusview mount ghcr.io/example/app:nydus --run trivy rootfs {}",
            "",
            "An image is REF or docker://REF, oci:DIR[:TAG], oci-archive:FILE[:TAG], docker-archive:FILE[:NAME:TAG],",
            "dir:DIR, or bootstrap:FILE with --blob-dir.",
            "Environment variables set the defaults of options, such as NYDUSVIEW_PLAIN_HTTP for " + "--plain-http.",
        })
final class Nydusview implements Callable<Integer> {
    /** Hidden command of the scripts that complete command lines. */
    private static final String COMPLETE = "complete";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Option(names = "--version", description = "Show the version, as the command version does.")
    boolean version;

    /** Runs a command line to the end of its process and returns its exit code; nothing that it throws goes further. */
    static int run(Environment environment, String... arguments) {
        String[] words = LeadingOptions.moved(arguments);
        try (environment) {
            if (words.length > 0 && words[0].equals(COMPLETE)) {
                return complete(environment, List.of(words).subList(1, words.length));
            }
            int code = BareVersion.fits(environment, words)
                    ? BareVersion.run(environment)
                    : execute(environment, parsed -> tellUnknown(environment, parsed), words);
            return code == ExitCode.OK.code() ? written(environment) : code;
        }
    }

    /** Prints the candidates for the last word, for the scripts of shells; whatever the words are, nothing fails. */
    private static int complete(Environment environment, List<String> words) {
        String[] moved = LeadingOptions.moved(words.toArray(String[]::new));
        CommandSpec root = commandLine(environment, moved).getCommandSpec();
        Candidates.print(environment, root, List.of(moved));
        return ExitCode.OK.code();
    }

    /** Tells of misspelled variables and settings, unless another process of the same command line does. */
    private static void tellUnknown(Environment environment, ParseResult parsed) {
        if (!parsed.hasMatchedOption(MountCommand.DETACH) || parsed.hasMatchedOption(Detachment.CHILD_OPTION)) {
            new UnknownVariables(environment).tell(parsed);
            new UnknownSettings(environment).tell(parsed);
        }
    }

    /** Reports a result that was not written although nothing else failed, such as a help text for a full disk. */
    private static int written(Environment environment) {
        OutputClosedException failure = environment.unwritten();
        return failure == null || failure.readerLeft()
                ? ExitCode.OK.code()
                : new FailureReporter(environment).report(failure, ExitCode.FAILURE, false);
    }

    /** Runs a command line within another command of the same process. */
    static int execute(Environment environment, String... arguments) {
        return execute(environment, parsed -> {}, arguments);
    }

    private static int execute(Environment environment, Consumer<ParseResult> first, String... arguments) {
        CommandLine command = commandLine(environment, arguments);
        command.setExecutionStrategy(new LoggingSetup(environment, first));
        try {
            return command.execute(arguments);
        } catch (BadSettingsException e) {
            return new FailureReporter(environment).report(e, ExitCode.USAGE, false);
        } catch (Error e) {
            return new FailureReporter(environment).report(e, ExitCode.FAILURE, false);
        } finally {
            command.getOut().flush();
            environment.err().flush();
        }
    }

    /** The command tree, with all commands or, if {@code arguments} begin with one, that alone. */
    static CommandLine commandLine(Environment environment, String... arguments) {
        CommandLine root = new CommandLine(new Nydusview());
        // Not by a reference to addSubcommand; see Commands.
        for (Map.Entry<String, Object> command :
                new Commands(environment).fitting(arguments).entrySet()) {
            root.addSubcommand(command.getKey(), command.getValue());
        }
        root.setExpandAtFiles(false);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setDefaultValueProvider(new OptionDefaults(environment.variables(), environment.settings(), arguments));
        root.setOut(new PrintWriter(environment.out(), false, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8));
        root.setParameterExceptionHandler(new UsageErrors(environment));
        root.setExecutionExceptionHandler(new FailureReporter(environment));
        root.setUsageHelpWidth(100);
        root.getSubcommands().values().forEach(Nydusview::setUpHelp);
        return root;
    }

    private static void setUpHelp(CommandLine command) {
        UsageMessageSpec help = command.getCommandSpec().usageMessage();
        help.sortOptions(false);
        help.sortSynopsis(false);
        help.abbreviateSynopsis(true);
        help.parameterListHeading("%n");
        help.footerHeading("%nExamples:%n");
        if (command.getCommand() instanceof Subcommand subcommand) {
            help.exitCodeListHeading("%nExit codes:%n");
            help.exitCodeList(exitCodes(subcommand));
        }
        Map<String, CommandLine.IHelpSectionRenderer> sections = command.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptionHelp());
        command.setHelpSectionMap(sections);
        command.getSubcommands().values().forEach(Nydusview::setUpHelp);
    }

    private static Map<String, String> exitCodes(Subcommand subcommand) {
        Map<String, String> codes = new LinkedHashMap<>();
        subcommand.exitCodes().forEach(code -> codes.put(" " + code.code(), code.meaning()));
        return codes;
    }

    /** Lists the commands, unless only the version is wanted. */
    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (version) {
            return command.execute("version");
        }
        PrintWriter err = command.getErr();
        err.println("nydusview: a command is missing. Commands:");
        err.print(command.getHelp().commandList());
        err.println("Try 'nydusview help COMMAND'.");
        err.flush();
        return ExitCode.USAGE.code();
    }
}
