package dev.nydusview.inspect.find;

import dev.nydusview.rafs.model.Inode;
import java.io.IOException;
import java.util.List;

/**
 * A search expression in the language of find(1): conditions with {@code ( )}, {@code !}, {@code -a}, {@code -o}, and
 * the global {@code -maxdepth}, {@code -mindepth} and {@code -ls}.
 */
public final class Expression {
    private final List<String> words;
    private int at;
    private int minDepth;
    private int maxDepth = Integer.MAX_VALUE;
    private boolean detailed;
    private final Condition condition;

    private Expression(List<String> words) {
        this.words = words;
        this.condition = words.isEmpty() ? Condition.ALWAYS : any();
        if (at < words.size()) {
            throw new IllegalArgumentException("'" + words.get(at) + "' has no '(' before it");
        }
    }

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException if {@code words} are not one; the message says why
     */
    public static Expression parse(List<String> words) {
        return new Expression(List.copyOf(words));
    }

    /** Tests whether {@code word} begins an expression, rather than names a start of the search. */
    public static boolean begins(String word) {
        return word.startsWith("-") || word.equals("(") || word.equals("!");
    }

    /** Tests whether attributes are to be shown. */
    public boolean detailed() {
        return detailed;
    }

    boolean wants(Candidate candidate) throws IOException {
        return candidate.depth() >= minDepth && condition.test(candidate);
    }

    /** Tests whether entries of a directory at {@code depth} can be wanted. */
    boolean enters(int depth) {
        return depth < maxDepth;
    }

    private Condition any() {
        Condition condition = all();
        while (taken("-o") || taken("-or")) {
            condition = condition.or(all());
        }
        return condition;
    }

    private Condition all() {
        Condition condition = negated();
        while (at < words.size() && !isEnd(words.get(at))) {
            if (taken("-a") || taken("-and")) {
                requireMore("-a");
            }
            condition = condition.and(negated());
        }
        return condition;
    }

    private static boolean isEnd(String word) {
        return word.equals("-o") || word.equals("-or") || word.equals(")");
    }

    private Condition negated() {
        boolean negated = false;
        while (taken("!") || taken("-not")) {
            negated = !negated;
        }
        Condition condition = single();
        return negated ? condition.not() : condition;
    }

    private Condition single() {
        requireMore(at == 0 ? "the expression" : words.get(at - 1));
        if (taken("(")) {
            Condition inner = any();
            if (!taken(")")) {
                throw new IllegalArgumentException("'(' has no ')' after it");
            }
            return inner;
        }
        String word = words.get(at++);
        String name = word.startsWith("--") ? word.substring(2) : word.startsWith("-") ? word.substring(1) : "";
        return switch (name) {
            case "empty" -> Expression::isEmpty;
            case "print" -> Condition.ALWAYS;
            case "ls" -> {
                detailed = true;
                yield Condition.ALWAYS;
            }
            case "maxdepth" -> {
                maxDepth = depth(word);
                yield Condition.ALWAYS;
            }
            case "mindepth" -> {
                minDepth = depth(word);
                yield Condition.ALWAYS;
            }
            default -> test(word, name);
        };
    }

    private Condition test(String word, String name) {
        if (!Conditions.has(name)) {
            throw new IllegalArgumentException(
                    "'" + word + "' is not a condition; the conditions are -empty " + Conditions.names());
        }
        requireMore(word);
        return Conditions.make(name, words.get(at++));
    }

    private int depth(String option) {
        requireMore(option);
        String value = words.get(at++);
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(option + ": '" + value + "' is not a number");
        }
        return Integer.parseInt(value);
    }

    private boolean taken(String word) {
        if (at < words.size() && words.get(at).equals(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void requireMore(String before) {
        if (at >= words.size()) {
            throw new IllegalArgumentException("something is missing after " + before);
        }
    }

    private static boolean isEmpty(Candidate candidate) throws IOException {
        Inode inode = candidate.inode();
        if (!inode.isDirectory()) {
            return inode.isRegular() && inode.size() == 0;
        }
        boolean[] empty = {true};
        candidate.tree().list(inode, 0, entry -> {
            empty[0] = false;
            return false;
        });
        return empty[0];
    }
}
