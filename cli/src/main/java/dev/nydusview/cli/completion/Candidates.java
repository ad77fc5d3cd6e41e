package dev.nydusview.cli.completion;

import dev.nydusview.base.SafeText;
import dev.nydusview.base.Threads;
import dev.nydusview.chunkstore.cache.CacheLayout;
import dev.nydusview.cli.env.Environment;
import dev.nydusview.cli.options.LogFormat;
import dev.nydusview.cli.options.LogLevel;
import dev.nydusview.cli.options.OptionDefaults;
import dev.nydusview.cli.prompt.Candidate;
import dev.nydusview.cli.prompt.PathCompletion;
import dev.nydusview.cli.settings.BadSettingsException;
import dev.nydusview.image.NydusImage;
import dev.nydusview.image.access.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Ways to complete a word that only this machine's data tell: images, and paths in those whose metadata is here. Prints
 * a line with the {@link ValueKind}, then a candidate on each line. Asks no registry, and never fails: what cannot be
 * read has no candidates.
 *
 * <p>Candidates are printable, as names with other characters are escaped: no name in an image can end a line or reach a
 * terminal. Scripts have to quote them.
 */
public final class Candidates {
    /** Longer than reading metadata takes, and shorter than a user waits for a key. */
    private static final int LIMIT_SECONDS = 2;

    private final Environment environment;
    private final TypedLine line;
    private final String word;

    private Candidates(Environment environment, TypedLine line, String word) {
        this.environment = environment;
        this.line = line;
        this.word = word;
    }

    /**
     * Prints the candidates for the last one of {@code words}.
     *
     * @param root the command that all others belong to
     */
    public static void print(Environment environment, CommandSpec root, List<String> words) {
        LogLevel.ERROR.apply(LogFormat.TEXT);
        int last = words.size() - 1;
        TypedLine line = TypedLine.read(root, words.subList(0, Math.max(0, last)));
        Optional<ArgSpec> next = line.next();
        ValueKind kind = next.map(ValueKind::of).orElse(ValueKind.OTHER);
        StringBuilder text = new StringBuilder(kind.word()).append('\n');
        String word = last < 0 ? "" : words.get(last);
        new Candidates(environment, line, word)
                .of(kind, next)
                .filter(SafeText::isPrintable)
                .forEach(candidate -> text.append(candidate).append('\n'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try {
            environment.out().write(bytes);
            environment.out().flush();
        } catch (IOException e) {
            // The shell does not wait any more.
        }
    }

    private Stream<String> of(ValueKind kind, Optional<ArgSpec> next) {
        try {
            return switch (kind) {
                case WORDS -> next.stream().flatMap(OptionWords::of).filter(candidate -> candidate.startsWith(word));
                case IMAGES -> afterComma(next).stream();
                case PATHS -> limited(this::paths).stream();
                case REPOSITORIES -> images().repositories(word).stream();
                case REGISTRIES -> images().registries(word).stream();
                default -> Stream.empty();
            };
        } catch (Exception | LinkageError e) {
            return Stream.empty();
        }
    }

    /** Completes the last one of several images, if the argument takes several in one word. */
    private List<String> afterComma(Optional<ArgSpec> next) throws IOException {
        boolean split =
                next.filter(argument -> !argument.splitRegex().isEmpty()).isPresent();
        int start = split ? word.lastIndexOf(',') + 1 : 0;
        String before = word.substring(0, start);
        return images().images(word.substring(start)).stream()
                .map(image -> before + image)
                .toList();
    }

    private LocalImages images() {
        return new LocalImages(cache());
    }

    private Path cache() {
        return option("--cache-dir")
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .orElseGet(() -> CacheLayout.defaultRoot(environment.variables()));
    }

    /** The value of an option on the line, else its default by a variable or a configuration file. */
    private Optional<String> option(String name) {
        return line.value(name)
                .or(() -> Optional.ofNullable(line.command().findOption(name)).flatMap(this::given));
    }

    private Optional<String> given(OptionSpec option) {
        try {
            return Optional.ofNullable(
                    new OptionDefaults(environment.variables(), environment.settings()).defaultValue(option));
        } catch (BadSettingsException e) {
            return Optional.empty(); // the command will report it
        }
    }

    private List<String> paths() throws IOException {
        String image = line.image().orElse("");
        boolean cached = Files.isDirectory(cache());
        Access access = Access.of(environment.variables())
                .withOffline(true)
                .withCached(cached)
                .withPlatform(option("--platform").orElse(null));
        try (NydusImage opened = environment.library(cached ? cache() : null).open(image, access)) {
            return new PathCompletion(opened.rafs().tree())
                    .candidates("/", word).stream().map(Candidate::word).toList();
        }
    }

    private static List<String> limited(Callable<List<String>> work) throws Exception {
        FutureTask<List<String>> task = new FutureTask<>(work);
        Threads.daemon("candidates", task).start();
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new ArrayList<>();
        }
    }
}
