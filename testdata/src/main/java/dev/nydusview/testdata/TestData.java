package dev.nydusview.testdata;

import java.nio.file.Files;
import java.nio.file.Path;

/** Location of the committed fixtures. */
public final class TestData {
    private TestData() {}

    /** The {@code testdata} directory of the checkout that the tests run in. */
    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null) {
            Path candidate = directory.resolve("testdata");
            if (Files.isDirectory(candidate.resolve("golden"))) {
                return candidate;
            }
            directory = directory.getParent();
        }
        throw new IllegalStateException(
                "no testdata/golden above " + Path.of("").toAbsolutePath());
    }

    /** The OCI layout of the sample image: tags {@code nydus-v6} and {@code layers-nydus-v6}. */
    public static Path demoLayout() {
        return root().resolve("images").resolve("demo");
    }

    /**
     * Returns the OCI layout of an honestly converted image whose Nydus image has another tree: tag {@code oci} has
     * {@code /etc/cron.d/job}, and tag {@code nydus-v6} has {@code /etc/service/job} in its place.
     */
    public static Path misplacedLayout() {
        return root().resolve("images").resolve("misplaced");
    }
}
