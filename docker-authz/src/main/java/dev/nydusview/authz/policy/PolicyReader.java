package dev.nydusview.authz.policy;

import dev.nydusview.authz.docker.Action;
import dev.nydusview.authz.scan.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads policy files: JSON, with comments and commas after the last element. */
public final class PolicyReader {
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_SCANS = 64;
    private static final int MAX_COUNT = 1 << 16;
    private static final int MAX_LINES = 100;

    /** Members for which a rule that scans nothing has no use. */
    private static final List<String> OF_SCANS =
            List.of("plugins", "levels", "onIncomplete", "onFailure", "onTimeout", "unresolvable", "timeout", "maxAge");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PolicyReader() {}

    /**
     * Reads a policy.
     *
     * @throws IOException if it cannot be read, or is invalid; the message names the file and the place in it
     */
    public static Policy read(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            throw new IOException("the policy " + file + " is larger than " + MAX_SIZE + " bytes");
        }
        try {
            return policy(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("the policy " + file + " is invalid: " + e.getMessage(), e);
        }
    }

    private static Policy policy(byte[] document) {
        Section top = new Section(tree(document), "the policy");
        if (top.count("schemaVersion", 1, 1, 0) == 0) {
            throw top.wrong("schemaVersion", "is missing; this program reads 1");
        }
        if (!top.has("default")) {
            throw top.wrong("default", "is missing; it decides when no rule matches");
        }
        Effect otherwise = top.constant("default", Effect.class, Effect.DENY);
        Bounds bounds = bounds(top);
        References nydus = new References(top.texts("nydus", List.of()));
        List<Rule> rules = rules(top);
        top.end();
        return new Policy(rules, otherwise, bounds, nydus);
    }

    private static JsonNode tree(byte[] document) {
        try {
            return MAPPER.readTree(document);
        } catch (JacksonException e) {
            String place = e.getLocation() == null
                    ? ""
                    : "line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": ";
            throw new IllegalArgumentException(place + e.getOriginalMessage(), e);
        }
    }

    private static Bounds bounds(Section top) {
        JsonNode node = top.has("bounds") ? top.member("bounds") : JsonNodeFactory.instance.objectNode();
        Section bounds = new Section(node, "bounds");
        Bounds read = new Bounds(
                bounds.count("scans", 1, MAX_SCANS, 2),
                bounds.count("waiting", 1, MAX_COUNT, 256),
                bounds.count("kept", 1, MAX_COUNT, 4096),
                bounds.duration("scanTimeout", Duration.ofMinutes(10)),
                bounds.duration("retryAfter", Duration.ofSeconds(30)),
                bounds.duration("tagAge", Duration.ofSeconds(10)),
                bounds.count("lines", 1, MAX_LINES, 10));
        bounds.end();
        return read;
    }

    private static List<Rule> rules(Section top) {
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : top.list("rules")) {
            Section section = new Section(node, "rules[" + rules.size() + "]");
            Rule rule = rule(section);
            section.end();
            if (!names.add(rule.name())) {
                throw section.wrong("name", "is \"" + rule.name() + "\", the name of another rule");
            }
            rules.add(rule);
        }
        return rules;
    }

    private static Rule rule(Section rule) {
        for (String member : List.of("name", "decision")) {
            if (!rule.has(member)) {
                throw rule.wrong(member, "is missing");
            }
        }
        String name = rule.text("name", "");
        RuleDecision decision = rule.constant("decision", RuleDecision.class, RuleDecision.BLOCK);
        requireUse(rule, decision);
        Set<Action> actions = rule.constants("actions", Action.class, Action.scannable());
        References references = new References(rule.texts("references", List.of("**")));
        requireAll(rule, actions, references);
        // A rule that only tells of findings should not stop anything because it found none.
        Effect unknown = decision == RuleDecision.ALERT ? Effect.ALERT : Effect.DENY;
        return new Rule(
                name,
                actions,
                references,
                rule.texts("plugins", List.of()),
                rule.constants("levels", Level.class, EnumSet.noneOf(Level.class)),
                decision,
                rule.constant("onIncomplete", Effect.class, unknown),
                rule.constant("onFailure", Effect.class, unknown),
                rule.constant("onTimeout", Effect.class, unknown),
                rule.constant("unresolvable", Effect.class, unknown),
                rule.duration("timeout", Duration.ofMinutes(1)),
                rule.duration("maxAge", Duration.ofDays(1)));
    }

    /**
     * Rejects references in a rule for actions whose images cannot be scanned, as docker does not say which images
     * these are.
     */
    private static void requireAll(Section rule, Set<Action> actions, References references) {
        actions.stream().filter(action -> !action.isScannable()).findFirst().ifPresent(action -> {
            if (!references.areAll()) {
                throw rule.wrong(
                        "references",
                        "cannot be known for the action " + action + "; name that action in a rule without references");
            }
        });
    }

    private static void requireUse(Section rule, RuleDecision decision) {
        if (decision.scans() && !rule.has("levels")) {
            throw rule.wrong("levels", "is missing; it says which findings count");
        }
        for (String member : OF_SCANS) {
            if (!decision.scans() && rule.has(member)) {
                throw rule.wrong(member, "has no effect, as the decision is made without a scan");
            }
        }
    }
}
