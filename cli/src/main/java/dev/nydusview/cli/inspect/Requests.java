package dev.nydusview.cli.inspect;

import dev.nydusview.cli.prompt.ShellWords;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** All requests, and the parser from a line of text to a request. */
public final class Requests {
    private static final Map<String, Supplier<Request>> VERBS = new LinkedHashMap<>();

    static {
        VERBS.put("stats", StatsRequest::new);
        VERBS.put("ls", LsRequest::new);
        VERBS.put("stat", StatRequest::new);
        VERBS.put("cat", CatRequest::new);
        VERBS.put("blobs", BlobsRequest::new);
        VERBS.put("prefetch", PrefetchRequest::new);
        VERBS.put("chunk", ChunkRequest::new);
        VERBS.put("icheck", IcheckRequest::new);
        VERBS.put("find", FindRequest::new);
        VERBS.put("du", DuRequest::new);
        VERBS.put("tree", TreeRequest::new);
    }

    private static final Map<String, Supplier<DocumentRequest>> DOCUMENT_VERBS = new LinkedHashMap<>();

    static {
        DOCUMENT_VERBS.put("config", ConfigRequest::new);
        DOCUMENT_VERBS.put("history", HistoryRequest::new);
        DOCUMENT_VERBS.put("layers", LayersRequest::new);
    }

    private static final List<String> EXITS = List.of("exit", "quit", "q");

    /** Labels of arguments in help texts that stand for paths. */
    private static final List<String> PATHS = List.of("PATH", "DIR", "PATH|CONDITION");

    private final CommandLine root = new CommandLine(new Root());

    public Requests() {
        VERBS.forEach((name, verb) -> root.addSubcommand(name, command(verb.get())));
        DOCUMENT_VERBS.forEach((name, verb) -> root.addSubcommand(name, command(verb.get())));
        root.addSubcommand(new CdRequest());
        root.addSubcommand(new HelpRequest(root));
        root.setExpandAtFiles(false);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setUsageHelpWidth(100);
    }

    /** Returns the requests that are commands as well, by name, in the order of help texts. */
    public static Map<String, Supplier<Request>> verbs() {
        return Collections.unmodifiableMap(VERBS);
    }

    /** Returns those that are commands about images of any kind. */
    public static Map<String, Supplier<DocumentRequest>> documentVerbs() {
        return Collections.unmodifiableMap(DOCUMENT_VERBS);
    }

    private static CommandLine command(Request request) {
        return new CommandLine(request).setUnmatchedOptionsArePositionalParams(request.takesAnyWords());
    }

    @Command(name = "")
    private static final class Root {}

    /** The words that begin a request, the ones that leave among them. */
    public List<String> names() {
        return java.util.stream.Stream.concat(root.getSubcommands().keySet().stream(), EXITS.stream())
                .toList();
    }

    /** Returns the options of the request {@code name}; an empty list if the request does not exist. */
    public List<String> options(String name) {
        CommandLine request = root.getSubcommands().get(name);
        return request == null
                ? List.of()
                : List.copyOf(request.getCommandSpec().optionsMap().keySet());
    }

    /** Tests whether the arguments of the request {@code name} are paths. */
    public boolean takesPaths(String name) {
        CommandLine request = root.getSubcommands().get(name);
        return request != null
                && request.getCommandSpec().positionalParameters().stream()
                        .anyMatch(parameter -> PATHS.contains(parameter.paramLabel()));
    }

    /**
     * Answers the request in {@code line}, or does nothing if the line is blank.
     *
     * @return whether to continue; false if the line asks to leave
     * @throws CommandException if the line is not a request; the message says why
     */
    public boolean run(String line, Session session, Answers answers) throws IOException {
        List<String> words = ShellWords.split(line);
        if (words.isEmpty()) {
            return true;
        }
        if (EXITS.contains(words.get(0))) {
            return false;
        }
        parse(words).answer(session, answers);
        return true;
    }

    /** Throws unless {@code line} is a request or blank. */
    public void check(String line) throws CommandException {
        List<String> words = ShellWords.split(line);
        if (!words.isEmpty() && !EXITS.contains(words.get(0))) {
            parse(words);
        }
    }

    /** Refuses words by which a shell would pass the answer on, which the prompt cannot. */
    private static void refuseRedirection(List<String> words) throws CommandException {
        for (String word : words) {
            if (word.startsWith("|") || word.startsWith(">")) {
                String request = words.get(0);
                throw new CommandException(
                        ExitCode.USAGE,
                        "'" + word + "' is for a shell, and this prompt is not one: write `nydusview " + request
                                + " REF ... " + (word.startsWith("|") ? "| PROGRAM" : "> FILE")
                                + "` there; a file of that name is ./" + word);
            }
        }
    }

    private Request parse(List<String> words) throws CommandException {
        if (!root.getSubcommands().containsKey(words.get(0))) {
            throw new CommandException(
                    ExitCode.USAGE, "unknown request '" + words.get(0) + "': `help` lists all requests");
        }
        refuseRedirection(words);
        try {
            CommandLine.ParseResult parsed = root.parseArgs(words.toArray(String[]::new));
            return (Request) parsed.subcommand().commandSpec().userObject();
        } catch (ParameterException e) {
            throw new CommandException(
                    ExitCode.USAGE, words.get(0) + ": " + e.getMessage() + "; see `help " + words.get(0) + "`");
        }
    }
}
