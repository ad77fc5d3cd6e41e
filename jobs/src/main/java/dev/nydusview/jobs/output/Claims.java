package dev.nydusview.jobs.output;

import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Claims of the documents of a run to their places. No two have the same, but texts may share standard output. */
public final class Claims {
    private final Map<Destination, Claim> claims = new LinkedHashMap<>();

    private record Claim(String document, boolean text) {}

    /** Claims {@code place} for a document, such as {@code the receipt}. */
    public void document(Destination place, String document) throws CommandException {
        add(place, new Claim(document, false));
    }

    /** Claims {@code place} for a text for people, which other texts may follow on standard output. */
    public void text(Destination place, String text) throws CommandException {
        add(place, new Claim(text, true));
    }

    private void add(Destination place, Claim claim) throws CommandException {
        Claim earlier = place.isNowhere() ? null : claims.putIfAbsent(place, claim);
        boolean shared = earlier != null && earlier.text && claim.text && place.isStandardOutput();
        if (earlier != null && !shared) {
            throw new CommandException(
                    ExitCode.USAGE,
                    earlier.document + " and " + claim.document + " cannot both be written to " + place
                            + ": use --output, such as --output '{image}.{scanner}.{ext}'");
        }
    }

    /** Makes room at all places before the work begins; removes files of an earlier run. */
    public void clear() throws IOException {
        for (Map.Entry<Destination, Claim> claim : claims.entrySet()) {
            claim.getKey().clear(claim.getValue().document);
        }
    }
}
