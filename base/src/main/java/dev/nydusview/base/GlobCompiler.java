package dev.nydusview.base;

import dev.nydusview.base.Glob.Syntax;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Makes the program of a pattern. */
final class GlobCompiler {
    private final int[] pattern;
    private final Set<Syntax> syntax;
    private final int lastBracket;
    private final GlobProgram program = new GlobProgram();
    private final Deque<Braces> open = new ArrayDeque<>();
    private int at;

    /** Braces that are not closed yet: the fork to the next alternative, and forks to what follows the braces. */
    private static final class Braces {
        private final List<Integer> ends = new ArrayList<>();
        private int fork;

        Braces(int fork) {
            this.fork = fork;
        }
    }

    private GlobCompiler(int[] pattern, Set<Syntax> syntax) {
        this.pattern = pattern;
        this.syntax = syntax;
        int last = pattern.length - 1;
        while (last >= 0 && pattern[last] != ']') {
            last--;
        }
        this.lastBracket = last;
    }

    /** @throws IllegalArgumentException if braces do not match */
    static GlobProgram compile(int[] pattern, Set<Syntax> syntax) {
        GlobCompiler compiler = new GlobCompiler(pattern, syntax);
        while (compiler.at < pattern.length) {
            compiler.element();
        }
        if (!compiler.open.isEmpty()) {
            throw unmatched();
        }
        return compiler.program;
    }

    private static IllegalArgumentException unmatched() {
        return new IllegalArgumentException("its braces do not match");
    }

    private void element() {
        int point = pattern[at++];
        boolean braces = syntax.contains(Syntax.BRACES);
        if (point == '*') {
            star();
        } else if (point == '?') {
            take(this::isOne);
        } else if (point == '\\' && syntax.contains(Syntax.ESCAPES) && at < pattern.length) {
            literal(pattern[at++]);
        } else if (point == '[' && syntax.contains(Syntax.BRACKETS) && endOfBrackets() > 0) {
            brackets();
        } else if (point == '{' && braces) {
            open.push(new Braces(program.fork(program.size() + 1, -1)));
        } else if (point == ',' && braces && !open.isEmpty()) {
            alternative(open.element());
        } else if (point == '}' && braces) {
            close();
        } else {
            literal(point);
        }
    }

    private boolean isOne(int point) {
        return point != '/' || !syntax.contains(Syntax.SLASHES);
    }

    private void literal(int wanted) {
        take(point -> point == wanted);
    }

    private void take(GlobProgram.Test test) {
        program.take(test, program.size() + 1);
    }

    private void star() {
        boolean two = at < pattern.length && pattern[at] == '*';
        if (!two || !syntax.contains(Syntax.SLASHES)) {
            repeat(this::isOne);
            return;
        }
        at++;
        if (at < pattern.length && pattern[at] == '/' && syntax.contains(Syntax.ANY_DEPTH)) {
            at++;
            int fork = program.fork(program.size() + 1, -1);
            repeat(point -> true);
            literal('/');
            program.redirect(fork, program.size());
        } else {
            repeat(point -> true);
        }
    }

    private void repeat(GlobProgram.Test test) {
        int fork = program.fork(program.size() + 1, program.size() + 2);
        program.take(test, fork);
    }

    private void alternative(Braces braces) {
        braces.ends.add(program.fork(-1, -1));
        program.redirect(braces.fork, program.size());
        braces.fork = program.fork(program.size() + 1, -1);
    }

    private void close() {
        if (open.isEmpty()) {
            throw unmatched();
        }
        Braces braces = open.pop();
        program.redirect(braces.fork, braces.fork + 1);
        braces.ends.forEach(end -> program.join(end, program.size()));
    }

    /**
     * Returns the place of the bracket that closes those before {@code at}; 0 without one, as they stand for
     * themselves.
     */
    private int endOfBrackets() {
        int first = at < pattern.length && negates(pattern[at]) ? at + 1 : at;
        for (int i = first + 1; i <= lastBracket; i++) {
            if (pattern[i] == ']') {
                return i;
            }
        }
        return 0;
    }

    private void brackets() {
        int end = endOfBrackets();
        boolean negated = negates(pattern[at]);
        int[] set = Arrays.copyOfRange(pattern, negated ? at + 1 : at, end);
        take(point -> isOne(point) && contains(set, point) != negated);
        at = end + 1;
    }

    private static boolean contains(int[] set, int point) {
        boolean found = false;
        for (int i = 0; i < set.length; i++) {
            if (i + 2 < set.length && set[i + 1] == '-') {
                found |= point >= set[i] && point <= set[i + 2];
                i += 2;
            } else {
                found |= point == set[i];
            }
        }
        return found;
    }

    private static boolean negates(int point) {
        return point == '!' || point == '^';
    }
}
