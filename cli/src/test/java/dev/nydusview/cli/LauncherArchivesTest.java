package dev.nydusview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's choice of a JVM, and of the archive that it starts with; JVMs are scripts that write what is asked of them. */
class LauncherArchivesTest {
    private static final Path PARTS = Path.of("../launcher").toAbsolutePath().normalize();

    /** Counts its runs, and makes the archives that it is asked for unless it is broken. */
    private static final String JVM =
            """
            #!/bin/bash
            home=${0%/bin/java}
            echo run >>"$home/runs"
            [ ! -e "$home/broken" ] || exit 1
            for word; do
              case $word in
                -XX:AOTCacheOutput=*) file=${word#*=} ;;
                -XX:SharedArchiveFile=*) file=${word#*=} ;;
              esac
            done
            [ -z "$file" ] || : >"$file"
            """;

    private Path jvms;
    private Path dist;
    private Path cache;

    @BeforeEach
    void make(@TempDir Path directory) throws IOException {
        Path real = directory.toRealPath();
        jvms = Files.createDirectory(real.resolve("jvm"));
        dist = Files.createDirectory(real.resolve("dist"));
        cache = Files.createDirectory(real.resolve("cache"));
        for (Path path : List.of(real, jvms, dist, cache)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private Path jvm(String name, String version, String architecture) throws IOException {
        Path home = Files.createDirectories(jvms.resolve(name));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, JVM);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                home.resolve("release"),
                "JAVA_VERSION=\"" + version + "\"\nJAVA_RUNTIME_VERSION=\"" + version + "+1\"\nOS_ARCH=\""
                        + architecture + "\"\n");
        return home;
    }

    private Path jvm(String version) throws IOException {
        return jvm("jdk-" + version, version, "");
    }

    /** Runs {@code script} with the launcher's parts, and returns what it printed. */
    private String bash(String home, String script) throws Exception {
        String preamble =
                "set -u; note() { echo \"$*\"; }; . \"$1/java.sh\"; . \"$1/class-archive.sh\"; java_directory=$2; "
                        + "java_on_path() { on_path=; }; dist=$3; classpath=x; flags=(); work=(); ";
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        preamble + script,
                        "bash",
                        PARTS.toString(),
                        jvms.toString(),
                        dist.toString())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        Process bash = builder.start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return said.strip();
    }

    private String newest(String home) throws Exception {
        return bash(home, "find_newest_java; echo ${java_home:-none} ${java_version:-}");
    }

    private String flags(Path home, String verb) throws Exception {
        return bash(home.toString(), "find_newest_java; use_archive " + verb + "; echo ${flags[@]}");
    }

    private static long runs(Path home) throws IOException {
        Path runs = home.resolve("runs");
        return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
    }

    @Test
    void newestJvmIsUsed() throws Exception {
        jvm("9.0.4");
        assertThat(newest("")).startsWith("none");
        jvm("17.0.2");
        Path newest = jvm("25.0.3");
        jvm("21.0.1");
        assertThat(newest("")).isEqualTo(newest + " 25.0.3+1");
        jvm("foreign", "30", foreign());
        assertThat(newest("")).isEqualTo(newest + " 25.0.3+1");
    }

    private static String foreign() {
        return System.getProperty("os.arch").equals("aarch64") ? "x86_64" : "aarch64";
    }

    @Test
    void jvmThatIsNamedComesFirst() throws Exception {
        Path named = jvm("17.0.2");
        Path newest = jvm("25.0.3");
        assertThat(newest(named.toString())).isEqualTo(named + " 17.0.2+1");
        assertThat(newest(jvm("11.0.1").toString())).isEqualTo(newest + " 25.0.3+1");
    }

    @Test
    void archiveIsMadeOnce() throws Exception {
        Path home = jvm("25.0.3");
        Path archive = dist.resolve("mount-25.0.3+1.aot");
        assertThat(flags(home, "mount")).isEqualTo("-XX:AOTCache=" + archive);
        assertThat(runs(home)).isEqualTo(1);
        assertThat(flags(home, "mount")).isEqualTo("-XX:AOTCache=" + archive);
        assertThat(runs(home)).isEqualTo(1);
        assertThat(flags(home, "ls")).isEqualTo("-XX:SharedArchiveFile=" + dist.resolve("classes-25.0.3+1.jsa"));
        assertThat(dist).isDirectoryNotContaining(file -> file.toString().matches(".*\\.(\\d+|list|config)"));
    }

    @Test
    void olderJvmHasOneArchive() throws Exception {
        Path home = jvm("17.0.2");
        String archive = "-XX:SharedArchiveFile=" + dist.resolve("classes-17.0.2+1.jsa");
        assertThat(flags(home, "mount")).isEqualTo(archive);
        assertThat(flags(home, "ls")).isEqualTo(archive);
    }

    @Test
    void archiveThatCannotBeMadeIsNotTriedAgain() throws Exception {
        Path home = jvm("25.0.3");
        Files.createFile(home.resolve("broken"));
        assertThat(flags(home, "mount")).isEmpty();
        long tried = runs(home);
        assertThat(tried).isPositive();
        assertThat(flags(home, "mount")).isEmpty();
        assertThat(runs(home)).isEqualTo(tried);
    }

    @Test
    void classArchiveTakesThePlaceOfABrokenCache() throws Exception {
        Path home = jvm("25.0.3");
        Files.createFile(dist.resolve("mount-25.0.3+1.aot.failed"));
        assertThat(flags(home, "mount")).isEqualTo("-XX:SharedArchiveFile=" + dist.resolve("classes-25.0.3+1.jsa"));
    }

    @Test
    void archiveOfAnInstallationOfOthersIsKeptInTheCache() throws Exception {
        Path home = jvm("25.0.3");
        Files.setPosixFilePermissions(dist, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(flags(home, "mount"))
                .isEqualTo("-XX:AOTCache=" + cache.resolve("nydusview/archives/mount-25.0.3+1.aot"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(flags(home, "mount")).containsOnlyOnce("starts slowly").doesNotContain("-XX:");
    }

    @Test
    void packageStartsWithItsOwnRuntimeAndArchive() throws Exception {
        Path named = jvm("25.0.3");
        Path runtime = jvm("../dist/runtime", "25.0.1", "").toRealPath();
        String start = "die() { echo $*; exit; }; verb=mount; . \"$1/packages.sh\"; need_java; use_archive mount; "
                + "echo $java_home ${flags[@]}";
        Path archive = Files.createFile(dist.resolve("classes-25.0.1+1.jsa"));
        assertThat(bash(named.toString(), start)).isEqualTo(runtime + " -XX:SharedArchiveFile=" + archive);
        assertThat(runs(runtime)).isZero();
    }

    @Test
    void runtimeOfAPackageForAnotherMachineIsNamed() throws Exception {
        Path named = jvm("25.0.3");
        Path runtime = jvm("../dist/runtime", "25.0.1", foreign()).toRealPath();
        String start = "die() { echo $*; exit; }; verb=ls; . \"$1/packages.sh\"; need_java; echo $java_home";
        assertThat(bash(named.toString(), start)).startsWith("1 " + runtime + " is not for ");
    }

    @Test
    void processesAtOnceUseTheSameArchive() throws Exception {
        Path home = jvm("25.0.3");
        String both =
                "find_newest_java; (use_archive mount; echo ${flags[@]}) & use_archive mount; echo ${flags[@]}; wait";
        assertThat(bash(home.toString(), both).lines())
                .hasSize(2)
                .containsOnly("-XX:AOTCache=" + dist.resolve("mount-25.0.3+1.aot"));
        assertThat(dist).isDirectoryNotContaining(file -> file.toString().matches(".*\\.(\\d+|failed)"));
    }
}
