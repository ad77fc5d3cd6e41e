package dev.nydusview.cli.authz;

import dev.nydusview.authz.scan.Finding;
import dev.nydusview.authz.scan.ImageScanner;
import dev.nydusview.authz.scan.Level;
import dev.nydusview.authz.scan.Relation;
import dev.nydusview.authz.scan.ScanRequest;
import dev.nydusview.authz.scan.ScanResult;
import dev.nydusview.authz.scan.ScanSlot;
import dev.nydusview.authz.scan.UnresolvableImageException;
import dev.nydusview.base.ReplacedImage;
import dev.nydusview.cli.Environment;
import dev.nydusview.cli.options.ImageOptions;
import dev.nydusview.cli.options.OutputOptions;
import dev.nydusview.cli.plugin.FindingText;
import dev.nydusview.cli.scan.ImageSource;
import dev.nydusview.cli.scan.OpenedImage;
import dev.nydusview.cli.scan.PullOptions;
import dev.nydusview.plugin.Plugin;
import dev.nydusview.plugin.log.LogListener;
import dev.nydusview.plugin.scan.PluginOutcome;
import dev.nydusview.plugin.scan.PluginScan;
import dev.nydusview.plugin.scan.PluginSettings;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.TwinPolicy;
import dev.nydusview.scan.ScanImage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Judges images by what plugins find in them: those that docker would run, unpacked, or Nydus images where they are. */
final class PluginJudge implements ImageScanner {
    private final Environment environment;
    private final ImageOptions images;
    private final PullOptions pull;
    private final OutputOptions output;
    private final PluginSettings settings;
    private final List<Plugin> plugins;
    private final LogListener listener;

    PluginJudge(
            Environment environment,
            ImageOptions images,
            PullOptions pull,
            OutputOptions output,
            PluginSettings settings,
            List<Plugin> plugins,
            LogListener listener) {
        this.environment = environment;
        this.images = images;
        this.pull = pull;
        this.output = output;
        this.settings = settings;
        this.plugins = List.copyOf(plugins);
        this.listener = listener;
    }

    @Override
    public String resolve(String reference) throws IOException {
        try {
            return images.manifestDigest(reference, environment);
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
        ImageOptions meant = images.with(query.platform(), query.nydus() ? TwinPolicy.ANY : TwinPolicy.DOCKER);
        try (OpenedImage image = new ImageSource(environment, meant, pull, output).open(query.reference())) {
            PluginSettings bounded = settings.withScan(settings.scan().withTimeout(slot.acquire()));
            PluginScan scan = new PluginScan(bounded, environment.variables(), listener, environment.err());
            return judgement(query, image.scan(), scan.run(chosen, image.scan()));
        } catch (NotFoundException e) {
            resolve(query.reference()); // says so if it is the image itself that is not there, rather than a part of it
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<Plugin> chosen(List<String> globs) {
        List<PathMatcher> matchers = globs.stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        return plugins.stream()
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
        String digest = image.digest() == null ? query.digest() : image.digest();
        return new ScanResult(
                digest, complete, complete ? null : nonEmpty(problem), findings, relation(query, image, digest));
    }

    private static Relation relation(ScanRequest query, ScanImage image, String digest) {
        ReplacedImage plain = image.standsInFor();
        if (plain != null) {
            return plain.relation() == ReplacedImage.Relation.SUBJECT ? Relation.SUBJECT : Relation.INDEX;
        }
        return digest.equals(query.digest()) ? Relation.ITSELF : Relation.PLATFORM;
    }

    private static String nonEmpty(String problem) {
        return problem.isEmpty() ? "a plugin could not do its work" : problem;
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
