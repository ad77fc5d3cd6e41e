package dev.nydusview.image.manifest;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.DataException;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.registry.AuthenticationException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.RemoteException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.manifest.MediaTypes;
import dev.nydusview.registry.manifest.ReferrerIndex;
import dev.nydusview.registry.manifest.ReferrerList;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Nydus image that was converted from a plain OCI image and names that one as its subject.
 *
 * <p>A list of referrers is only a hint: the subject in the manifest itself decides, after its digest was verified. A
 * place that could not be searched may have a twin: unless another place has one, the user gets the failure.
 */
final class TwinFinder {
    /** Limit of manifests of one list that are looked into. */
    private static final int MAX_CANDIDATES = 64;

    private static final String CREATED = "org.opencontainers.image.created";
    /** Types that lists give to images; signatures, bills of materials and so on have other ones. */
    private static final Set<String> IMAGE_TYPES = Set.of(
            "",
            "application/vnd.nydus.image.manifest.v1+json",
            "application/vnd.nydus.image.config.v1+json",
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.docker.container.image.v1+json");

    private final ImageContents contents;
    private final ManifestLoader loader;
    private final PlainImage plain;
    private final String plainDigest;
    private final List<String> subjects;
    private final Set<Sha256> examined = new HashSet<>();
    private final List<String> searched = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();

    /** A Nydus image of the plain image, and the time at which it states that it was made. */
    private record Twin(NydusManifest manifest, Instant created) {}

    TwinFinder(ImageContents contents, PlainImage plain) {
        this.contents = contents;
        this.loader = new ManifestLoader(contents);
        this.plain = plain;
        this.plainDigest = plain.manifest().digest().toString();
        this.subjects = plain.index() == null ? List.of(plainDigest) : List.of(plainDigest, plain.index());
    }

    /** The newest twin in the first place that has one. */
    NydusManifest find() throws IOException {
        for (String subject : subjects) {
            List<String> outcomes = new ArrayList<>();
            for (ReferrerList list : contents.referrers(subject)) {
                Twin twin = newest(candidates(list, outcomes));
                if (twin != null) {
                    return twin.manifest().insteadOf(new ReplacedImage(plainDigest, ReplacedImage.Relation.SUBJECT));
                }
            }
            searched.add(subject + " (" + String.join(", ", outcomes) + ")");
        }
        throw failures.isEmpty()
                ? plain.notNydus("no Nydus image refers to " + String.join(" or ", searched))
                : undecided();
    }

    private @Nullable Twin newest(List<Descriptor> candidates) throws IOException {
        Twin newest = null;
        for (Descriptor candidate : candidates) {
            Twin twin = examined.add(candidate.digest()) ? examine(candidate) : null;
            // Of equally old ones the first counts, so that the choice does not vary.
            if (twin != null && (newest == null || twin.created().isAfter(newest.created()))) {
                newest = twin;
            }
        }
        return newest;
    }

    /** Returns possible twins; adds the findings to {@code outcomes}, in case none is a twin. */
    private List<Descriptor> candidates(ReferrerList list, List<String> outcomes) throws IOException {
        List<Descriptor> listed;
        try {
            listed = list.read();
        } catch (NotFoundException e) {
            outcomes.add(list.place() + ": absent");
            return List.of();
        } catch (DataException | RemoteException | AuthenticationException e) {
            failures.add(e);
            return List.of();
        }
        List<Descriptor> images =
                listed.stream().filter(TwinFinder::maybeImage).distinct().toList();
        boolean tooMany = images.size() > MAX_CANDIDATES;
        String outcome = tooMany ? ", the first " + MAX_CANDIDATES + " images examined" : ", none matches";
        outcomes.add(list.place() + ": " + listed.size() + " listed" + (listed.isEmpty() ? "" : outcome));
        return tooMany ? images.subList(0, MAX_CANDIDATES) : images;
    }

    private static boolean maybeImage(Descriptor listed) {
        String type = listed.artifactType() == null ? "" : listed.artifactType();
        return MediaTypes.mayBeImage(listed.mediaType())
                && IMAGE_TYPES.contains(type)
                && listed.size() <= ManifestDocument.MAX_SIZE;
    }

    private @Nullable Twin examine(Descriptor candidate) throws IOException {
        try {
            byte[] verified = loader.bytes(candidate);
            // Before it is parsed as an image, which a referrer need not be.
            if (!subjects.contains(String.valueOf(ReferrerIndex.subjectOf(verified)))) {
                return null;
            }
            return twin(ManifestDocument.parse(verified, "the Nydus twin " + candidate.digest()));
        } catch (NotFoundException e) {
            // Listed still, but deleted.
            return null;
        } catch (DataException | RemoteException | AuthenticationException e) {
            failures.add(e);
            return null;
        }
    }

    private @Nullable Twin twin(ManifestDocument document) throws IOException {
        if (!(document instanceof Manifest manifest)) {
            return null;
        }
        NydusManifest nydus = NydusManifest.find(manifest, "the Nydus twin " + manifest.digest());
        return nydus == null || !fits(manifest) ? null : new Twin(nydus, created(manifest));
    }

    /**
     * Tests the platform: a referrer of an image is for the image's platform unless it states another; a referrer of an
     * index must state one.
     */
    private boolean fits(Manifest twin) throws IOException {
        Platform stated = loader.platform(twin);
        if (!plainDigest.equals(twin.subject())) {
            return stated != null && plain.platform().accepts(stated);
        }
        Platform own = stated == null ? null : loader.platform(plain.manifest());
        return stated == null || own == null || own.accepts(stated);
    }

    private static Instant created(Manifest manifest) {
        String created = manifest.annotations().get(CREATED);
        try {
            return created == null ? Instant.MIN : OffsetDateTime.parse(created).toInstant();
        } catch (DateTimeException e) {
            return Instant.MIN;
        }
    }

    /** The first failure decides of which type this one is. */
    private IOException undecided() {
        String message = plain.finding() + "; the search for its Nydus twin failed: "
                + failures.stream().map(Throwable::getMessage).distinct().collect(Collectors.joining("; "));
        IOException first = failures.get(0);
        if (first instanceof AuthenticationException) {
            return new AuthenticationException(message, first);
        }
        if (first instanceof UnsupportedFeatureException) {
            return new UnsupportedFeatureException(message);
        }
        return first instanceof DataException ? new CorruptDataException(message) : new RemoteException(message, first);
    }
}
