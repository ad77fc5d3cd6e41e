package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.docker.ImageCall;
import dev.nydusview.registry.ref.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Rules in their order, of which the first that matches decides.
 *
 * @param otherwise if none does
 * @param nydus repositories whose Nydus images are judged as such, and in place of plain ones
 */
public record Policy(List<Rule> rules, Answer otherwise, Bounds bounds, References nydus) {
    private static final int MAX_SIZE = 1 << 20;

    public Policy {
        rules = List.copyOf(rules);
    }

    /**
     * Reads a policy.
     *
     * @throws IOException if it cannot be read, or is not one; the message names the file and the place in it
     */
    public static Policy read(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            throw new IOException("the policy " + file + " is larger than " + MAX_SIZE + " bytes");
        }
        try {
            return PolicyReader.read(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("the policy " + file + " is invalid: " + e.getMessage(), e);
        }
    }

    /** The rule that decides; of one for an image that is not known, there is none. */
    public Optional<Rule> rule(ImageCall call) {
        return rules.stream().filter(rule -> rule.matches(call)).findFirst();
    }

    /** Finds the call to decide about; empty if the request passes, as no rule names its action, which is not judged. */
    public Optional<ImageCall> subject(ImageCall call) {
        boolean isAsked = call.action().isJudged() || naming(call.action()).isPresent();
        return isAsked ? Optional.of(call) : Optional.ofNullable(call.otherwise());
    }

    /** The rule that decides about requests of an action that is not judged. */
    public Optional<Rule> naming(Action action) {
        return rules.stream().filter(rule -> rule.names(action)).findFirst();
    }

    /** The same, with further repositories whose Nydus images are admitted. */
    public Policy admittingNydus(List<String> more) {
        return new Policy(rules, otherwise, bounds, nydus.with(more));
    }

    /** True if Nydus images are admitted in the repository of {@code name}. */
    public boolean admitsNydus(ImageReference name) {
        return nydus.matchesName(name);
    }

    /** The strictest of what is said by all that may be about a request for an image that is not known. */
    public Answer onUnreadable(ImageCall call) {
        Answer strictest = ofAllThatMayBeMeant(call);
        for (Action disguised : call.action().disguised()) {
            strictest =
                    stricter(strictest, naming(disguised).map(Rule::onUnjudged).orElse(Answer.ALLOW));
        }
        return strictest;
    }

    private Answer ofAllThatMayBeMeant(ImageCall call) {
        Answer strictest = Answer.ALLOW;
        for (Rule rule : rules) {
            if (rule.matches(call)) {
                strictest = stricter(strictest, rule.onUnreadable());
                if (rule.references().areAll()) {
                    return strictest; // nothing comes as far as what stands below
                }
            }
        }
        return stricter(strictest, otherwise);
    }

    private static Answer stricter(Answer one, Answer other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
