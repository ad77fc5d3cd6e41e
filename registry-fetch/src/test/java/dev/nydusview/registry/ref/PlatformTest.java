package dev.nydusview.registry.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the rules of containerd's package platforms. */
final class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "linux, amd64, '', linux/amd64",
        "Linux, AMD64, V1, linux/amd64",
        "linux, x86_64, '', linux/amd64",
        "linux, X86-64, v1, linux/amd64",
        "linux, amd64, v3, linux/amd64/v3",
        "linux, amd64, 2, linux/amd64/2",
        "linux, i386, v7, linux/386",
        "linux, 386, '', linux/386",
        "linux, aarch64, '', linux/arm64",
        "linux, AArch64, v8, linux/arm64",
        "linux, arm64, 8, linux/arm64",
        "linux, arm64, v8.0, linux/arm64",
        "linux, arm64, v8.1, linux/arm64/v8.1",
        "linux, arm64, 9, linux/arm64/v9",
        "linux, arm64, 9.0, linux/arm64/v9",
        "linux, arm64, v9.0, linux/arm64/v9",
        "linux, arm64, v9.2, linux/arm64/v9.2",
        "linux, armhf, '', linux/arm/v7",
        "linux, armhf, v5, linux/arm/v7",
        "linux, armel, '', linux/arm/v6",
        "linux, arm, '', linux/arm/v7",
        "linux, arm, 7, linux/arm/v7",
        "linux, arm, 6, linux/arm/v6",
        "linux, arm, 8, linux/arm/v8",
        "linux, arm, v5, linux/arm/v5",
        "macOS, arm64, '', darwin/arm64",
        "Windows, amd64, '', windows/amd64",
        "linux, riscv64, RVA20, linux/riscv64/rva20",
        // Lower case character by character, as in Go
        "l\u0130nux, amd64, '', linux/amd64",
    })
    void namesAreNormalised(String os, String architecture, String variant, String normal) {
        assertThat(new Platform(os, architecture, variant.isEmpty() ? null : variant))
                .hasToString(normal)
                .isEqualTo(new Platform(os, architecture, variant));
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64 linux/amd64/v1 linux/x86_64 linux/386,"
                + " linux/amd64/v2 linux/arm64 linux/arm windows/amd64 linux/386/v1",
        "linux/amd64/v2, linux/amd64/v2 linux/amd64 linux/386, linux/amd64/v3 linux/amd64/v4 linux/amd64/2",
        "linux/amd64/v4, linux/amd64/v4 linux/amd64/v3 linux/amd64/v2 linux/amd64 linux/386, linux/amd64/v5",
        "linux/amd64/v3, linux/amd64/v3 linux/amd64/v2, linux/amd64/v02 linux/amd64/v0 linux/amd64/v-1",
        "linux/386, linux/386 linux/i386, linux/amd64",
        "linux/arm64, linux/arm64 linux/arm64/v8 linux/aarch64 linux/arm/v8 linux/arm linux/arm/v6 linux/arm/v5,"
                + " linux/arm64/v8.1 linux/arm64/v9 linux/arm/v4 linux/amd64",
        "linux/arm64/v8.2, linux/arm64/v8.2 linux/arm64/v8.1 linux/arm64 linux/arm/v8, linux/arm64/v8.3",
        "linux/arm64/v9, linux/arm64/v9 linux/arm64/v8.5 linux/arm64/v8.1 linux/arm64 linux/arm/v7,"
                + " linux/arm64/v8.6 linux/arm64/v9.1",
        "linux/arm64/v9.6, linux/arm64/v9.6 linux/arm64/v9 linux/arm64/v8.9 linux/arm64 linux/arm,"
                + " linux/arm64/v9.7 linux/arm64/v8.10 linux/arm/v4",
        "linux/arm64/v9.8, '', linux/arm64/v9.8 linux/arm64 linux/arm",
        "linux/arm64/v10, '', linux/arm64/v10 linux/arm64",
        "linux/arm, linux/arm linux/armhf linux/arm/7 linux/arm/v6 linux/armel linux/arm/v5, linux/arm/v8 linux/arm/v4",
        "linux/arm/v8, linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5, linux/arm64 linux/arm/v4",
        "linux/arm/v6, linux/arm/v6 linux/arm/v5, linux/arm linux/arm/v7",
        "linux/arm/v5, linux/arm/v5, linux/arm/v6 linux/arm/v4",
        "linux/arm/v4, linux/arm/v4, linux/arm/v5",
        "linux/s390x, linux/s390x, linux/s390x/z15 windows/s390x",
        "darwin/arm64, macos/arm64, linux/arm64",
        "linux/amd64/v999999, linux/amd64/v999998 linux/amd64, linux/amd64/v1000000",
    })
    void acceptsWhatContainerdsMatcherDoes(String wanted, String accepted, String refused) {
        Platform platform = Platform.parse(wanted);
        for (Platform image : all(accepted)) {
            assertThat(platform.accepts(image)).as("%s on %s", image, wanted).isTrue();
        }
        for (Platform image : all(refused)) {
            assertThat(platform.accepts(image)).as("%s on %s", image, wanted).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64/v3, linux/amd64/v3 linux/amd64/v2 linux/amd64 linux/386",
        "linux/amd64, linux/amd64 linux/386",
        "linux/arm64/v9.1, linux/arm64/v9.1 linux/arm64/v9 linux/arm64/v8.6 linux/arm64/v8.1 linux/arm64"
                + " linux/arm/v8 linux/arm/v7 linux/arm/v5",
        "linux/arm/v7, linux/arm/v7 linux/arm/v6 linux/arm/v5",
    })
    void theBestComesFirst(String wanted, String inOrder) {
        List<Platform> expected = all(inOrder);
        List<Platform> images = new ArrayList<>(expected);
        images.add(Platform.parse("windows/amd64"));
        Collections.reverse(images);
        images.sort(Platform.parse(wanted).bestFirst());
        assertThat(images.subList(0, expected.size())).isEqualTo(expected);
    }

    private static List<Platform> all(String texts) {
        return texts.isEmpty()
                ? List.of()
                : List.of(texts.split(" ")).stream().map(Platform::parse).toList();
    }

    @Test
    void otherNamesOfArchitecturesAreUnderstoodOfUsersOnly() {
        assertThat(Platform.parse("linux/i686")).hasToString("linux/386");
        assertThat(Platform.parse("linux/armv7l")).hasToString("linux/arm/v7");
        assertThat(new Platform("linux", "i686", null)).hasToString("linux/i686");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux",
                "linux/",
                "/amd64",
                "linux/amd64/v1/x",
                "linux/amd64/",
                "li nux/amd64",
                "linux/\u001b",
                ""
            })
    void otherTextsAreNoPlatform(String text) {
        assertThatThrownBy(() -> Platform.parse(text))
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessage("invalid platform \"" + text + "\": write os/arch or os/arch/variant, such as linux/arm64");
    }

    @Test
    void theHostsVariantIsThatOfItsProcessor() {
        String v2 = "processor\t: 0\nflags\t\t: fpu cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3";
        String v3 = v2 + " avx avx2 bmi1 bmi2 f16c fma abm movbe";
        String v4 = v3 + " avx512f avx512bw avx512cd avx512dq avx512vl";
        assertThat(HostPlatform.of("amd64", "")).hasToString("linux/amd64");
        assertThat(HostPlatform.of("amd64", "flags : fpu")).hasToString("linux/amd64");
        assertThat(HostPlatform.of("amd64", v2 + "\n")).hasToString("linux/amd64/v2");
        assertThat(HostPlatform.of("amd64", v3 + "\nbugs\t: x\n")).hasToString("linux/amd64/v3");
        assertThat(HostPlatform.of("x86_64", v4)).hasToString("linux/amd64/v4");
        assertThat(HostPlatform.of("amd64", v4.replace("avx2 ", ""))).hasToString("linux/amd64/v2");
        assertThat(HostPlatform.of("aarch64", "CPU architecture: 8\n")).hasToString("linux/arm64");
        assertThat(HostPlatform.of("arm", "CPU architecture: 6\n")).hasToString("linux/arm/v6");
        assertThat(HostPlatform.of("arm", "")).hasToString("linux/arm/v7");
        assertThat(HostPlatform.of("s390x", "")).hasToString("linux/s390x");
        assertThat(Platform.ofHost().os()).isEqualTo("linux");
    }
}
