package dev.nydusview.base;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as an automaton. A state either takes one character, or leads to one or two others without taking any. All
 * states that a name can be in are followed side by side, so that nothing is tried twice.
 */
final class GlobProgram {
    private final List<State> states = new ArrayList<>();

    /** Decides about one character. */
    @FunctionalInterface
    interface Test {
        boolean accepts(int point);
    }

    /** A state; without a test it leads to {@code next} and {@code other} at once. */
    private static final class State {
        private final @Nullable Test test;
        private int next;
        private int other;

        State(@Nullable Test test, int next, int other) {
            this.test = test;
            this.next = next;
            this.other = other;
        }
    }

    /** Returns the number of the next state; after the last one, that of the end. */
    int size() {
        return states.size();
    }

    /** Adds a state that takes a character which passes {@code test}, and leads to {@code next}. */
    void take(Test test, int next) {
        states.add(new State(test, next, next));
    }

    /** Adds a state that leads to two others; returns its number. */
    int fork(int next, int other) {
        states.add(new State(null, next, other));
        return states.size() - 1;
    }

    /** Leads the second way of a fork elsewhere. */
    void redirect(int fork, int other) {
        states.get(fork).other = other;
    }

    /** Leads both ways of a fork to one state. */
    void join(int fork, int next) {
        states.get(fork).next = next;
        states.get(fork).other = next;
    }

    boolean matches(int[] name) {
        Places here = new Places();
        Places ahead = new Places();
        here.add(0);
        for (int point : name) {
            for (int i = 0; i < here.count; i++) {
                State state = states.get(here.numbers[i]);
                if (state.test != null && state.test.accepts(point)) {
                    ahead.add(state.next);
                }
            }
            Places left = here;
            here = ahead;
            ahead = left;
            ahead.clear();
            if (here.count == 0 && !here.ended) {
                return false;
            }
        }
        return here.ended;
    }

    /** Current states of a name: those with tests, and whether the name would match if it ended here. */
    private final class Places {
        private final int[] numbers = new int[states.size()];
        private final int[] visits = new int[states.size()];
        private final int[] pending = new int[2 * states.size() + 1];
        private int visit = 1;
        private int count;
        private boolean ended;

        void clear() {
            visit++;
            count = 0;
            ended = false;
        }

        /** Adds a state and those to which it leads without a character. */
        void add(int first) {
            int depth = 0;
            pending[depth++] = first;
            while (depth > 0) {
                int number = pending[--depth];
                if (number == states.size()) {
                    ended = true;
                } else if (visits[number] != visit) {
                    visits[number] = visit;
                    State state = states.get(number);
                    if (state.test != null) {
                        numbers[count++] = number;
                    } else {
                        pending[depth++] = state.other;
                        pending[depth++] = state.next;
                    }
                }
            }
        }
    }
}
