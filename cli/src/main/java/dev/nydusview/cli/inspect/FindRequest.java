package dev.nydusview.cli.inspect;

import dev.nydusview.inspect.Entry;
import dev.nydusview.inspect.LocatedFile;
import dev.nydusview.inspect.find.Expression;
import dev.nydusview.inspect.find.Search;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.EntryPath;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code find}. */
@Command(
        name = "find",
        description = {
            "Finds files by their metadata.",
            "",
            "Conditions and operators are those of find(1): -name -iname -path -lname PATTERN, -type "
                    + "LETTER, -perm [-/]MODE, -size [+-]N[cwbkMG], -uid -gid -links -inum [+-]N, -newermt TIME, "
                    + "-empty, -maxdepth -mindepth N, -ls, ( ) ! -a -o; and -xattr PATTERN[=VALUE], -chunk DIGEST."
        },
        footer = {
            "  nydusview find ghcr.io/example/app:nydus -perm /6000 -ls",
            "  nydusview find ghcr.io/example/app:nydus /usr '(' -name '*.so*' -o -type l ')' -size +1M",
            "  nydusview find ghcr.io/example/app:nydus -xattr security.capability --format ndjson",
        })
final class FindRequest implements Request {
    @Parameters(
            index = "0..*",
            arity = "0..*",
            paramLabel = "PATH|CONDITION",
            description = "Paths to search (default: the root; at the prompt, the current directory), followed by "
                    + "conditions.")
    List<String> words = List.of();

    @Override
    public boolean takesAnyWords() {
        return true;
    }

    @Override
    public void answer(Session session, Answers answers) throws IOException {
        int starts = 0;
        while (starts < words.size() && !Expression.begins(words.get(starts))) {
            starts++;
        }
        Expression expression = expression(words.subList(starts, words.size()));
        try (ItemStream items = answers.stream(session.label(), "entries")) {
            for (String start : starts == 0 ? List.of(".") : words.subList(0, starts)) {
                LocatedFile at = session.locate(start);
                Search.run(
                        session.tree(),
                        at,
                        expression,
                        (path, inode) -> print(session, items, path, inode, expression.detailed()),
                        session::damaged);
            }
        }
    }

    private static Expression expression(List<String> words) throws CommandException {
        try {
            return Expression.parse(words);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "find: " + e.getMessage());
        }
    }

    private static boolean print(Session session, ItemStream items, EntryPath path, Inode inode, boolean detailed)
            throws IOException {
        String shown = ImagePath.of(path).toString();
        items.print(
                () -> Entry.of(shown, inode, session.tree()),
                () -> detailed ? LongLine.of(inode, shown, session.tree(), LongLine.Style.NUMBERED) : shown);
        return true;
    }
}
