package dev.nydusview.plugin.suppress;

import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.LocatedJson;
import dev.nydusview.base.json.MalformedJsonException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads statements of OpenVEX documents, of version 0.2.0 of its specification and the one before. */
final class VexDocument {
    private static final JsonLimits LIMITS = JsonLimits.of(SuppressionFiles.MAX_SIZE);
    private static final Set<String> SUPPRESSING = Set.of("not_affected", "fixed");
    private static final Set<String> COUNTING = Set.of("affected", "under_investigation");
    private static final List<String> REASONS = List.of("impact_statement", "justification", "status_notes");

    private final Path file;

    private VexDocument(Path file) {
        this.file = file;
    }

    /** Reads {@code document}, which is that of {@code file}. */
    static List<VexStatement> read(Path file, byte[] document) throws MalformedJsonException {
        LocatedJson top = LocatedJson.parse(document, LIMITS);
        String context = top.string("@context");
        if (context == null || !context.startsWith("https://openvex.dev/ns")) {
            throw top.wrong("not an OpenVEX document: its \"@context\" is not one of https://openvex.dev/ns");
        }
        VexDocument reader = new VexDocument(file);
        Instant written = time(top, Instant.EPOCH);
        List<VexStatement> statements = new ArrayList<>();
        for (LocatedJson statement : top.elements("statements")) {
            statements.add(reader.statement(statement, written));
        }
        return statements;
    }

    private VexStatement statement(LocatedJson statement, Instant written) throws MalformedJsonException {
        LocatedJson vulnerability = statement.member("vulnerability");
        if (vulnerability == null) {
            throw statement.wrong("\"vulnerability\" is missing");
        }
        List<VexProduct> products = new ArrayList<>();
        for (LocatedJson product : statement.elements("products")) {
            products.add(new VexProduct(identifiers(product), subcomponents(product)));
        }
        if (products.isEmpty()) {
            throw statement.wrong("\"products\" is missing: name the image");
        }
        return new VexStatement(time(statement, written), names(vulnerability), products, suppression(statement));
    }

    private @Nullable Suppression suppression(LocatedJson statement) throws MalformedJsonException {
        String status = statement.string("status");
        if (status == null || !(SUPPRESSING.contains(status) || COUNTING.contains(status))) {
            throw statement.wrong("\"status\" is not one of affected, fixed, not_affected, under_investigation");
        }
        if (COUNTING.contains(status)) {
            return null;
        }
        List<String> words = new ArrayList<>(List.of(status));
        for (String member : REASONS) {
            String reason = statement.string(member);
            if (reason != null) {
                words.add(reason);
            }
        }
        if (status.equals("not_affected") && words.size() == 1) {
            throw statement.wrong("\"justification\" is missing: \"not_affected\" needs it or \"impact_statement\"");
        }
        return new Suppression(Suppression.Source.VEX, file + ":" + statement.line(), String.join(": ", words));
    }

    private static Set<String> names(LocatedJson vulnerability) throws MalformedJsonException {
        if (vulnerability.isString()) {
            return Set.of(vulnerability.string());
        }
        Set<String> names = new HashSet<>();
        for (String member : List.of("@id", "name")) {
            add(names, vulnerability.string(member));
        }
        for (LocatedJson alias : vulnerability.elements("aliases")) {
            names.add(alias.string());
        }
        return names;
    }

    private static Set<String> identifiers(LocatedJson component) throws MalformedJsonException {
        if (component.isString()) {
            return Set.of(component.string());
        }
        Set<String> identifiers = new HashSet<>();
        add(identifiers, component.string("@id"));
        LocatedJson more = component.member("identifiers");
        if (more != null) {
            add(identifiers, more.string("purl"));
        }
        return identifiers;
    }

    private static Set<String> subcomponents(LocatedJson product) throws MalformedJsonException {
        Set<String> found = new HashSet<>();
        if (!product.isString()) {
            for (LocatedJson component : product.elements("subcomponents")) {
                found.addAll(identifiers(component));
            }
        }
        return found;
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    private static Instant time(LocatedJson object, Instant otherwise) throws MalformedJsonException {
        LocatedJson time = object.member("timestamp");
        if (time == null) {
            return otherwise;
        }
        try {
            return OffsetDateTime.parse(time.string()).toInstant();
        } catch (DateTimeException e) {
            throw time.wrong("\"timestamp\" is \"" + time.string() + "\", not a time such as 2030-01-31T12:00:00Z");
        }
    }
}
