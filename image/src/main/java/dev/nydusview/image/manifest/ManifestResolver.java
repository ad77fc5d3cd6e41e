package dev.nydusview.image.manifest;

import dev.nydusview.base.ReplacedImage;
import dev.nydusview.base.Sha256;
import dev.nydusview.base.UnsupportedFeatureException;
import dev.nydusview.image.access.TwinRule;
import dev.nydusview.registry.MissingPlatformException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.manifest.Descriptor;
import dev.nydusview.registry.manifest.ImageContents;
import dev.nydusview.registry.manifest.ManifestDocument;
import dev.nydusview.registry.manifest.ManifestDocument.Index;
import dev.nydusview.registry.manifest.ManifestDocument.Manifest;
import dev.nydusview.registry.ref.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the image to which a source leads, directly or through indexes. */
public final class ManifestResolver {
    /** Marks the descriptor of a Nydus image (nydusify from 2.3.5 on). */
    private static final String NYDUS_ARTIFACT = "application/vnd.nydus.image.manifest.v1+json";
    /** The same, before that. */
    private static final String NYDUS_FEATURE = "nydus.remoteimage.v1";
    /** Limit of images of an index, alike from outside, that are looked into. */
    private static final int MAX_LOOKED_INTO = 16;

    private final ImageContents contents;
    private final ManifestLoader loader;
    private final Platform platform;
    private final TwinRule rule;
    private PlatformCheck check = PlatformCheck.done();
    private byte @Nullable [] root;

    /** @param rule whether a Nydus image may be read in place of a plain one */
    public ManifestResolver(ImageContents contents, Platform platform, TwinRule rule) {
        this.contents = contents;
        this.loader = new ManifestLoader(contents);
        this.platform = platform;
        this.rule = rule;
    }

    /**
     * An image of either kind.
     *
     * @param replaced the plain image in whose place it is read; null if it is the one that the source names
     */
    public record Selection(Manifest manifest, @Nullable ReplacedImage replaced) {}

    /**
     * A plain image, and the images that other clients may choose before it.
     *
     * @param plain null if there is none
     * @param nydus whether there is a Nydus image before it
     * @param before in their order
     */
    private record Choice(@Nullable Manifest plain, boolean nydus, List<Manifest> before) {}

    /**
     * The manifest of the Nydus image that the source names or, where the rule admits it, of one that is read in the
     * place of the plain image that it names. Of an index with both it names the plain one. The image may be used once
     * {@link #platformCheck} has passed, too.
     *
     * @throws dev.nydusview.image.manifest.NotNydusException if it names a plain image, and that is not so
     */
    public NydusManifest resolve() throws IOException {
        ManifestDocument root = ManifestDocument.parse(root(), contents.name());
        if (root instanceof Index index) {
            return resolve(index);
        }
        Manifest manifest = (Manifest) root;
        if (NydusManifest.isNydus(manifest) && !rule.asDocker()) {
            check = PlatformCheck.start(() -> requirePlatform(manifest));
        } else {
            requirePlatform(manifest);
        }
        NydusManifest nydus = NydusManifest.find(manifest, contents.name());
        return nydus == null
                ? twin(PlainImage.named(manifest, platform, contents.name()))
                : unlessRunByDocker(nydus, List.of(manifest));
    }

    /** Returns the manifest of the image that {@link #resolve} finds or, where that is none, of the plain one. */
    public Selection select() throws IOException {
        try {
            NydusManifest nydus = resolve();
            check.await();
            return new Selection(nydus.document(), nydus.replaced());
        } catch (NotNydusException e) {
            return new Selection(resolvePlain(), null);
        }
    }

    /** Returns the verified bytes of a manifest that this has found. */
    public byte[] bytes(Manifest found) throws IOException {
        byte[] named = root();
        return Sha256.of(named).equals(found.digest())
                ? named
                : loader.bytes(Descriptor.of("", found.digest(), found.size()));
    }

    /** The document that the source itself names; asked for once, as a tag may move. */
    private byte[] root() throws IOException {
        if (root == null) {
            root = contents.root();
        }
        return root;
    }

    /** Returns the check of the image that {@link #resolve} has found, which may still be under way. */
    public PlatformCheck platformCheck() {
        return check;
    }

    private NydusManifest resolve(Index index) throws IOException {
        PlatformImages images = PlatformImages.of(index, loader, platform, contents.name());
        Choice choice = choose(images);
        Manifest plain = choice.plain();
        if (plain == null) {
            NydusManifest nydus = newest(images);
            if (nydus == null) {
                throw images.absent();
            }
            return unlessRunByDocker(nydus, choice.before());
        }
        if (!rule.admitted()) {
            boolean beside = images.images().stream().anyMatch(ManifestResolver::isMarked) || choice.nydus();
            return twin(PlainImage.named(index, plain, platform, contents.name(), beside));
        }
        NydusManifest beside = newest(images);
        return beside == null
                ? twin(PlainImage.of(index, plain, platform, contents.name()))
                : beside.insteadOf(new ReplacedImage(plain.digest().toString(), ReplacedImage.Relation.INDEX));
    }

    /**
     * Returns the manifest of the plain OCI image at the source. From an index it is the first for the platform, as
     * other clients choose, that is not a Nydus image.
     */
    public Manifest resolvePlain() throws IOException {
        ManifestDocument root = ManifestDocument.parse(root(), contents.name());
        if (root instanceof Index index) {
            return resolvePlain(index);
        }
        Manifest manifest = (Manifest) root;
        requirePlatform(manifest);
        if (NydusManifest.isNydus(manifest)) {
            throw new NotFoundException(contents.name() + " is a Nydus image, not a plain OCI image");
        }
        return manifest;
    }

    private Manifest resolvePlain(Index index) throws IOException {
        PlatformImages images = PlatformImages.of(index, loader, platform, contents.name());
        Choice choice = choose(images);
        Manifest plain = choice.plain();
        if (plain != null) {
            if (rule.asDocker()) {
                requireUnrunnable(choice.before());
            }
            return plain;
        }
        throw choice.nydus()
                ? new NotFoundException(
                        contents.name() + " has only a Nydus image for " + platform + ", no plain OCI image")
                : images.absent();
    }

    /** Finds the first image that is not a Nydus image. */
    private Choice choose(PlatformImages images) throws IOException {
        List<Manifest> before = new ArrayList<>();
        boolean nydus = false;
        for (Descriptor image : bounded(images.images())) {
            Manifest manifest = images.fitting(image);
            if (manifest != null && !NydusManifest.isNydus(manifest)) {
                if (rule.asDocker() && images.isConditional(image)) {
                    throw new UnsupportedFeatureException(
                            "docker may run another image of " + contents.name() + " than " + image.digest()
                                    + ", for which the index requires features of the operating system");
                }
                return new Choice(manifest, nydus, before);
            }
            nydus |= manifest != null;
            before.add(manifest != null ? manifest : (Manifest) loader.document(image));
        }
        if (images.images().size() > MAX_LOOKED_INTO) {
            throw new UnsupportedFeatureException(
                    contents.name() + " has " + images.images().size() + " images for " + platform
                            + ", more than are examined: name the image by its digest");
        }
        return new Choice(null, nydus, before);
    }

    /** Returns the most likely Nydus image; null if there is none. */
    private @Nullable NydusManifest newest(PlatformImages images) throws IOException {
        for (Descriptor image : likeliestFirst(images)) {
            Manifest manifest = images.fitting(image);
            NydusManifest nydus = manifest == null ? null : NydusManifest.find(manifest, contents.name());
            if (nydus != null) {
                return nydus;
            }
        }
        return null;
    }

    /**
     * Returns the images, as many as are examined: first the marked ones, then those whose mark a tool may have dropped
     * (skopeo 1.9 does when it copies); within each, the best for the platform first, and last those without a
     * platform; among equals, as in nydusify, the last one first.
     */
    private List<Descriptor> likeliestFirst(PlatformImages images) {
        List<Descriptor> likeliest = new ArrayList<>(images.images());
        Collections.reverse(likeliest);
        likeliest.sort(Comparator.comparing((Descriptor image) -> !isMarked(image))
                .thenComparing(Descriptor::platform, Comparator.nullsLast(platform.bestFirst())));
        return bounded(likeliest);
    }

    private static List<Descriptor> bounded(List<Descriptor> images) {
        return images.size() > MAX_LOOKED_INTO ? images.subList(0, MAX_LOOKED_INTO) : images;
    }

    private static boolean isMarked(Descriptor descriptor) {
        return NYDUS_ARTIFACT.equals(descriptor.artifactType())
                || descriptor.osFeatures().contains(NYDUS_FEATURE);
    }

    private NydusManifest twin(PlainImage plain) throws IOException {
        if (!rule.admitted()) {
            throw plain.notNydus(rule.refusal());
        }
        return new TwinFinder(contents, plain).find();
    }

    /** {@code nydus}, which docker has to take, and cannot run without Nydus, where that is asked for. */
    private NydusManifest unlessRunByDocker(NydusManifest nydus, List<Manifest> taken) throws IOException {
        if (rule.asDocker()) {
            if (taken.size() > 1) {
                throw new UnsupportedFeatureException(contents.name() + " has " + taken.size() + " Nydus images for "
                        + platform + ", and docker may choose another one than " + nydus.digest());
            }
            requireUnrunnable(taken);
        }
        return nydus;
    }

    private void requireUnrunnable(List<Manifest> taken) throws IOException {
        DockerUnpacking docker = new DockerUnpacking(contents, rule.refusal());
        for (Manifest manifest : taken) {
            docker.requireImpossible(manifest);
        }
    }

    /** Requires the platform of the configuration; a configuration without one is for any platform. */
    private void requirePlatform(Manifest manifest) throws IOException {
        Platform configured = loader.platform(manifest);
        if (configured != null && !platform.accepts(configured)) {
            throw new MissingPlatformException(contents.name() + " is an image for " + configured + ", not for "
                    + platform + ": choose it with --platform " + configured);
        }
    }

    /** The configuration that {@code descriptor} leads to; none without one. */
    public ImageConfiguration configuration(@Nullable Descriptor descriptor) {
        return ImageConfiguration.of(descriptor, loader);
    }
}
