package dev.nydusview.rootfs.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rootfs.Omission;
import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.rootfs.record.TreeLosses.Loss;
import dev.nydusview.testdata.TarLayer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests images that are unpacked by a user without all privileges. */
class LossesTest extends UnpackingTest {
    @BeforeEach
    void needsRoot() {
        Assumptions.assumeTrue(NoCapabilities.isPossible(), "not root");
    }

    private UnpackedTree unpackWithout(Layers layers) throws Exception {
        return NoCapabilities.with(() -> unpack(layers));
    }

    private static Loss loss(TreeLosses losses, Omission kind) {
        return losses.kinds().getOrDefault(kind, new Loss(0, List.of()));
    }

    @Test
    void ownersThatCannotBeSetAreLost() throws Exception {
        Layers layers = layers().layer(new TarLayer()
                .file("bin/su", 04755, Map.of())
                .file("theirs", 0644, Map.of("uid", "65534"))
                .add("link", (byte) '2', "bin/su", 0777, "", Map.of("gid", "12")));
        UnpackedTree image = unpackWithout(layers);
        Loss owners = loss(image.losses(), Omission.OWNER);
        assertThat(owners.first().stream().map(String::new)).containsExactlyInAnyOrder("/theirs", "/link");
        assertThat(owners.files()).isEqualTo(2);
        assertThat(image.losses().withoutPrivileges()).isEqualTo(2);
        assertThat(image.losses().kinds()).doesNotContainKey(Omission.UNREADABLE);
        TreeLosses again = NoCapabilities.with(image::recordedLosses);
        assertThat(loss(again, Omission.OWNER).files()).isEqualTo(2);
    }

    @Test
    void whatCannotBeReadIsCounted() throws Exception {
        Layers layers = layers().layer(new TarLayer()
                .file("secret", 0, Map.of())
                .add("closed", (byte) '5', "", 0, "", Map.of())
                .file("open", "x"));
        UnpackedTree image = unpackWithout(layers);
        Loss unreadable = loss(image.losses(), Omission.UNREADABLE);
        assertThat(unreadable.first().stream().map(String::new)).containsExactlyInAnyOrder("/secret", "/closed");
        TreeLosses again = NoCapabilities.with(image::recordedLosses);
        assertThat(loss(again, Omission.UNREADABLE).files()).isEqualTo(2);
        assertThat(image.recordedLosses().kinds()).doesNotContainKey(Omission.UNREADABLE);
    }

    @Test
    void rootLosesNothing() throws IOException {
        Layers layers = layers().layer(new TarLayer().directory("./").file("bin/su", 04755, Map.of("uid", "12")));
        UnpackedTree image = unpack(layers);
        TreeLosses losses = image.losses();
        assertThat(losses.kinds()).isEmpty();
        assertThat(losses.withoutPrivileges()).isZero();
    }
}
