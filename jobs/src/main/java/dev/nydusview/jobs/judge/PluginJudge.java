package dev.nydusview.jobs.judge;

import dev.nydusview.authz.scan.Finding;
import dev.nydusview.authz.scan.ImageScanner;
import dev.nydusview.authz.scan.Level;
import dev.nydusview.authz.scan.Relation;
import dev.nydusview.authz.scan.ScanRequest;
import dev.nydusview.authz.scan.ScanResult;
import dev.nydusview.authz.scan.ScanSlot;
import dev.nydusview.authz.scan.UnresolvableImageException;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.image.access.Access;
import dev.nydusview.image.access.TwinPolicy;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.jobs.image.ImageSource;
import dev.nydusview.jobs.image.JobContext;
import dev.nydusview.jobs.image.OpenedImage;
import dev.nydusview.jobs.image.PullSettings;
import dev.nydusview.jobs.metrics.Measurements;
import dev.nydusview.jobs.plugin.PluginHost;
import dev.nydusview.jobs.report.FindingText;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.scan.image.ScanImage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Judges images by the findings of plugins: unpacked images that docker would run, or Nydus images through a mount. */
final class PluginJudge implements ImageScanner {
    private final ImageOpener images;
    private final Measurements measured;
    private final ImageSource source;
    private final PluginHost host;

    PluginJudge(JobContext context, PullSettings pull, PluginHost host) {
        this.images = context.images();
        this.measured = context.measured();
        this.source = new ImageSource(context, pull);
        this.host = host;
    }

    @Override
    public String resolve(String reference) throws IOException {
        try {
            return images.digest(reference);
        } catch (NotFoundException e) {
            throw new UnresolvableImageException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public ScanResult scan(ScanRequest query, ScanSlot slot) throws IOException, InterruptedException {
        List<Plugin> chosen = chosen(query.plugins());
        if (chosen.isEmpty()) {
            throw new IOException("no plugin is called " + String.join(" or ", query.plugins()));
        }
        try (OpenedImage image =
                source.with(images.with(access -> access(access, query))).open(query.reference())) {
            PluginOutcome outcome = host.scan(slot.acquire()).run(chosen, image.scan());
            outcome.results().forEach(result -> measured.scanned(result.scanner()));
            return judgement(query, image.scan(), outcome);
        } catch (NotFoundException e) {
            resolve(query.reference()); // fails if the image itself is missing, rather than a part of it
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Access access(Access usual, ScanRequest query) {
        Access judged = usual.withTwins(query.nydus() ? TwinPolicy.ANY : TwinPolicy.DOCKER);
        return query.platform() == null ? judged : judged.withPlatform(query.platform());
    }

    private List<Plugin> chosen(List<String> globs) {
        List<PathMatcher> matchers = globs.stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        return host.plugins().stream()
                .filter(plugin -> matchers.isEmpty()
                        || matchers.stream().anyMatch(matcher -> matcher.matches(Path.of(plugin.name()))))
                .toList();
    }

    private static ScanResult judgement(ScanRequest query, ScanImage image, PluginOutcome outcome) {
        String problem = outcome.receipt().scanners().stream()
                .filter(scanner -> !scanner.problems().isEmpty())
                .map(scanner -> scanner.name() + ": " + String.join("; ", scanner.problems()))
                .collect(Collectors.joining(", "));
        List<Finding> findings = new ArrayList<>();
        outcome.results().forEach(result -> result.findings().forEach(finding -> FindingText.lines(finding)
                .forEach(line -> findings.add(
                        new Finding(level(finding.level()), finding.run().plugin(), line)))));
        boolean complete = outcome.receipt().complete();
        String own = image.facts().digest();
        String digest = own == null ? query.digest() : own;
        return new ScanResult(
                digest, complete, complete ? null : nonEmpty(problem), findings, relation(query, image, digest));
    }

    private static Relation relation(ScanRequest query, ScanImage image, String digest) {
        ReplacedImage plain = image.facts().standsInFor();
        if (plain != null) {
            return plain.relation() == ReplacedImage.Relation.SUBJECT ? Relation.SUBJECT : Relation.INDEX;
        }
        return digest.equals(query.digest()) ? Relation.ITSELF : Relation.PLATFORM;
    }

    private static String nonEmpty(String problem) {
        return problem.isEmpty() ? "a plugin failed" : problem;
    }

    /** A level that is not understood counts as the worst. */
    private static Level level(dev.nydusview.plugin.report.Level level) {
        return switch (level) {
            case NONE -> Level.NONE;
            case LOW -> Level.LOW;
            case MEDIUM -> Level.MEDIUM;
            case HIGH -> Level.HIGH;
            case CRITICAL, UNKNOWN -> Level.CRITICAL;
        };
    }
}
