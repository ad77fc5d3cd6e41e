package dev.nydusview.cli.completion;

import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;

/** The few words that an option or argument takes. */
final class OptionWords {
    private OptionWords() {}

    /** Returns them as documents write them; none if it takes others. */
    static Stream<String> of(ArgSpec argument) {
        Iterable<String> words = argument.completionCandidates();
        return words == null
                ? Stream.empty()
                : StreamSupport.stream(words.spliterator(), false).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
