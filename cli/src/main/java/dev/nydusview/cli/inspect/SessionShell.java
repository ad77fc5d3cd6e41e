package dev.nydusview.cli.inspect;

import dev.nydusview.cli.prompt.Candidate;
import dev.nydusview.cli.prompt.Output;
import dev.nydusview.cli.prompt.PathCompletion;
import dev.nydusview.cli.prompt.Shell;
import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import java.util.List;

/** Requests at a prompt on a terminal. */
public final class SessionShell implements Shell {
    private final Requests requests = new Requests();
    private final Session session;
    private final Format format;

    public SessionShell(Session session, Format format) {
        this.session = session;
        this.format = format;
    }

    private String directory() {
        return ImagePath.of(session.directory()).toString();
    }

    @Override
    public String prompt() {
        return directory() + "> ";
    }

    @Override
    public boolean run(String line, Output out) throws IOException {
        try (TextOutput text = new TextOutput(out)) {
            return requests.run(line, session, new Answers(text, format, Answers.Style.PROMPT, out::contents));
        }
    }

    @Override
    public List<String> commands() {
        return requests.names();
    }

    @Override
    public List<String> options(String command) {
        return requests.options(command);
    }

    @Override
    public List<Candidate> arguments(String command, String word) {
        if (command.equals("help")) {
            return requests.names().stream()
                    .filter(name -> name.startsWith(word))
                    .map(name -> new Candidate(name, name))
                    .toList();
        }
        return requests.takesPaths(command)
                ? new PathCompletion(session.tree()).candidates(directory(), word)
                : List.of();
    }
}
