package dev.nydusview.scan;

import dev.nydusview.rafs.model.Digest;
import dev.nydusview.scan.image.ScanImage;
import dev.nydusview.scan.mount.MountSettings;
import dev.nydusview.scan.mount.ScanMount;
import dev.nydusview.scan.profile.Profile;
import dev.nydusview.scan.profile.ReadAhead;
import dev.nydusview.scan.receipt.Receipt;
import dev.nydusview.scan.receipt.Receipt.AheadEntry;
import dev.nydusview.scan.receipt.Receipt.ImageEntry;
import dev.nydusview.scan.receipt.Receipt.UnpackedEntry;
import dev.nydusview.scan.receipt.Receipt.VerifiedEntry;
import dev.nydusview.scan.run.Confinement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A receipt that is filled while the scan runs. */
public final class ReceiptDraft {
    private static final int MAX_DIGESTS = 1 << 16;
    private static final double MILLIS = 1000;

    private final ScanImage image;
    private final MountSettings settings;
    private final Instant started = Instant.now();
    private final Set<String> profiles = new TreeSet<>();
    private final Set<String> wholeBlobs = new TreeSet<>();
    private final Set<Digest> verified = new HashSet<>();
    private long aheadBytes;
    private long aheadRequests;
    private int attempts;
    private boolean shielded = true;

    public ReceiptDraft(ScanImage image, MountSettings settings) {
        this.image = image;
        this.settings = settings;
    }

    /** Adds what one run of the scanners has cost beside the reads of each. */
    public void attempted(List<Profile> used, @Nullable ReadAhead ahead, Set<Digest> digests) {
        attempts++;
        verified.addAll(digests);
        if (ahead != null) {
            used.forEach(profile -> profiles.add(profile.name()));
            wholeBlobs.addAll(ahead.wholeBlobs());
            aheadBytes += ahead.bytes();
            aheadRequests += ahead.requests();
        }
    }

    /** Notes whether programs could not change the image on this mount. */
    public void mounted(ScanMount mount) {
        shielded &= mount.isProtectedMount();
    }

    /** The receipt of a scan that has ended with {@code results}. */
    public Receipt receipt(List<ScannerResult> results) {
        ScanImage.Facts facts = image.facts();
        boolean complete = results.stream()
                .allMatch(result -> result.verdict().isComplete() || result.verdict() == Verdict.IGNORED);
        return new Receipt(
                Receipt.SCHEMA_VERSION,
                complete,
                new ImageEntry(
                        facts.name(),
                        facts.digest(),
                        facts.standsInFor(),
                        image.way(),
                        facts.contents(),
                        facts.bytes()),
                started,
                Duration.between(started, Instant.now()).toMillis() / MILLIS,
                attempts,
                results.stream().map(ScannerResult::entry).toList(),
                new AheadEntry(
                        List.copyOf(profiles), settings.budget(), aheadBytes, aheadRequests, List.copyOf(wholeBlobs)),
                facts.transfer().get(),
                new VerifiedEntry(
                        verified.size(),
                        verified.stream()
                                .map(Digest::toString)
                                .sorted()
                                .limit(MAX_DIGESTS)
                                .toList()),
                notSeen(image, results),
                image instanceof ScanImage.Unpacked unpacked
                        ? new UnpackedEntry(shielded, unpacked.losses().kinds())
                        : null);
    }

    private static List<String> notSeen(ScanImage image, List<ScannerResult> results) {
        List<String> notSeen = new ArrayList<>();
        if (image instanceof ScanImage.Unpacked) {
            notSeen.add(
                    "reads of single files, and links that lead out: the image was unpacked, and a scanner that follows"
                            + " an absolute link in it reads a file of this machine");
        }
        notSeen.add("files that upper layers delete or replace: a scan sees the tree that a container would see");
        if (results.stream().anyMatch(ReceiptDraft::lacksOwners)) {
            notSeen.add(Confinement.OWNERS);
        }
        if (results.stream().noneMatch(result -> result.entry().configuration())) {
            notSeen.add("the image's configuration and history (environment, instructions): no scanner examined them");
        }
        return notSeen;
    }

    private static boolean lacksOwners(ScannerResult result) {
        Confinement confinement = result.entry().confinement();
        return confinement != null && confinement.lacks().contains(Confinement.OWNERS);
    }
}
