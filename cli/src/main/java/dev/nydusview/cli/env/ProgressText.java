package dev.nydusview.cli.env;

import dev.nydusview.base.Quantity;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.Progress.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts progress in words, with the rate and the time left as far as earlier states tell them. */
final class ProgressText {
    private static final long WINDOW_SECONDS = 15;

    /** Things are few, and differ in size: their mean over all the time tells more. */
    private static final long WINDOW_OF_THINGS = 1_000_000;

    private final LongSupplier nanoseconds;
    private String work = "";
    private Pace pace = new Pace(WINDOW_SECONDS);
    private @Nullable ProgressText ofPart;

    /** @param nanoseconds a clock */
    ProgressText(LongSupplier nanoseconds) {
        this.nanoseconds = nanoseconds;
    }

    String of(Progress progress) {
        String text = own(progress);
        Progress part = progress.part();
        if (part == null) {
            return text;
        }
        if (ofPart == null) {
            ofPart = new ProgressText(nanoseconds);
        }
        String rest = ofPart.of(part);
        return rest.isEmpty() || text.isEmpty() ? text + rest : text + "; " + rest;
    }

    private String own(Progress progress) {
        Amount amount = progress.amount();
        String subject = progress.subject();
        if (amount == null) {
            return (progress.verb() + " " + subject).strip();
        }
        List<String> figures = new ArrayList<>(List.of((progress.verb() + " " + done(amount)).strip()));
        double rate = rate(progress, amount);
        if (rate > 0 && amount.noun().isEmpty()) {
            figures.add(Quantity.bytes((long) rate) + "/s");
        }
        if (!progress.detail().isEmpty()) {
            figures.add(progress.detail());
        }
        if (rate > 0 && tellsTheRest(amount)) {
            figures.add(Quantity.time((long) Math.ceil((amount.total() - amount.done()) / rate)) + " left");
        }
        return String.join(", ", figures) + (subject.isEmpty() ? "" : ": " + subject);
    }

    /** Tests whether there is a rest, and one per cent is done: the beginning of a work says little about the rest. */
    private static boolean tellsTheRest(Amount amount) {
        return amount.whole() && amount.total() > amount.done() && amount.done() >= amount.total() / 100;
    }

    private double rate(Progress progress, Amount amount) {
        String now = progress.verb() + " " + progress.subject();
        if (!now.equals(work)) {
            work = now;
            pace = new Pace(amount.noun().isEmpty() ? WINDOW_SECONDS : WINDOW_OF_THINGS);
        }
        return pace.at(nanoseconds.getAsLong(), amount.done());
    }

    private static String done(Amount amount) {
        if (!amount.noun().isEmpty()) {
            return amount.total() == 0
                    ? Quantity.of(amount.done(), amount.noun())
                    : amount.done() + " of " + Quantity.of(amount.total(), amount.noun());
        }
        String done = Quantity.bytes(amount.done());
        return amount.total() == 0
                ? done
                : done + " of " + Quantity.bytes(amount.total()) + " ("
                        + Math.min(100, 100 * amount.done() / amount.total()) + " %)";
    }
}
