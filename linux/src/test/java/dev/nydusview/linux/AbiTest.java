package dev.nydusview.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AbiTest {
    @Test
    void processorsHaveTheNamesThatJavaGivesThem() throws PosixException {
        assertThat(Abi.of("amd64")).isEqualTo(Abi.of("x86_64"));
        assertThat(Abi.of("aarch64")).isEqualTo(Abi.of("ARM64")).isNotEqualTo(Abi.of("amd64"));
    }

    @Test
    void otherProcessorsAreRefused() {
        assertThatThrownBy(() -> Abi.of("riscv64"))
                .isInstanceOf(PosixException.class)
                .hasMessage("files can be extracted on amd64 and arm64 only, archives on any processor:"
                        + " this is riscv64");
    }
}
