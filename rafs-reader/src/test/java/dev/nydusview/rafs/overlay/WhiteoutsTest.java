package dev.nydusview.rafs.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.model.RawName;
import org.junit.jupiter.api.Test;

class WhiteoutsTest {
    @Test
    void namesHideOneAnother() {
        RawName whiteout = Whiteouts.hiding(RawName.of("file"));
        assertThat(whiteout).isEqualTo(RawName.of(".wh.file"));
        assertThat(Whiteouts.isReserved(whiteout)).isTrue();
        assertThat(Whiteouts.hidden(whiteout)).isEqualTo(RawName.of("file"));
        assertThat(Whiteouts.hidden(RawName.of(".wh.")).length()).isZero();
    }

    @Test
    void namesOfAufsAreToldFromWhiteouts() {
        assertThat(Whiteouts.isAufsMetadata(RawName.of(".wh..wh.plnk"))).isTrue();
        assertThat(Whiteouts.isAufsMetadata(Whiteouts.OPAQUE)).isTrue();
        assertThat(Whiteouts.isAufsMetadata(RawName.of(".wh..file"))).isFalse();
        assertThat(Whiteouts.isReserved(RawName.of(".wh"))).isFalse();
    }
}
