package dev.nydusview.registry.ref;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The processor of this machine. Docker looks for the highest variant that the processor has: an index with an image
 * for amd64/v3 leads docker to that image on a new processor, so that image has to be judged.
 */
final class HostPlatform {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    /** The first processor is described long before this many bytes. */
    private static final int MAX_READ = 64 << 10;

    /** Flags that each level of amd64 adds to the one below it (System V ABI, AMD64, section 3.1.1), from v2 on. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
            Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"),
            Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));

    private static final Pattern FLAGS = Pattern.compile("(?m)^flags\\s*:(.*)$");
    private static final Pattern ARM = Pattern.compile("(?m)^CPU architecture\\s*:\\s*([5-8])");

    static final Platform PLATFORM = of(System.getProperty("os.arch", "amd64"), processors());

    private HostPlatform() {}

    private static String processors() {
        try (InputStream in = Files.newInputStream(PROCESSORS)) {
            return new String(in.readNBytes(MAX_READ), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * The platform of a machine.
     *
     * @param architecture as the JDK calls it
     * @param processors text of {@code /proc/cpuinfo}
     */
    static Platform of(String architecture, String processors) {
        Platform platform = new Platform("linux", PlatformNames.goArchitecture(architecture), null);
        return switch (platform.architecture()) {
            case "amd64" -> new Platform("linux", "amd64", "v" + level(processors));
            case "arm" -> new Platform("linux", "arm", first(ARM, processors));
            default -> platform;
        };
    }

    private static int level(String processors) {
        String flags = first(FLAGS, processors);
        Set<String> present =
                flags == null ? Set.of() : new HashSet<>(List.of(flags.strip().split("\\s+")));
        int level = 1;
        for (Set<String> needed : LEVELS) {
            if (!present.containsAll(needed)) {
                break;
            }
            level++;
        }
        return level;
    }

    private static @Nullable String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
