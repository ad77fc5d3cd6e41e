package dev.nydusview.cli.inspect;

import dev.nydusview.cli.env.Environment;
import dev.nydusview.jobs.exit.ExitCodes;
import dev.nydusview.jobs.exit.Messages;
import dev.nydusview.jobs.output.Format;
import dev.nydusview.jobs.output.OutputClosedException;
import java.io.IOException;

/** Requests and their answers, one after the other; a request that fails does not end it. */
public final class Exchange {
    private final Requests requests = new Requests();
    private final Session session;
    private final Environment environment;

    public Exchange(Session session, Environment environment) {
        this.session = session;
        this.environment = environment;
    }

    public Requests requests() {
        return requests;
    }

    /** The JSON answer to a failed request; {@code code} is the exit code that the request would have as a command. */
    record Failure(String request, String error, int code) {}

    /** Returns whether to continue. */
    public boolean run(String line, Answers answers) throws IOException {
        try {
            return requests.run(line, session, answers);
        } catch (OutputClosedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            session.failed(e);
            environment.say(Messages.of(e));
            if (answers.format() != Format.TABLE) {
                Failure failure =
                        new Failure(line, Messages.of(e), ExitCodes.of(e).code());
                answers.print(failure, out -> {});
            }
            return true;
        }
    }
}
