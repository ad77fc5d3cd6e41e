package dev.nydusview.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rootfs.record.TreeLosses;
import dev.nydusview.rootfs.record.TreeLosses.Loss;
import dev.nydusview.rootfs.unpack.Omission;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images that are unpacked by somebody who may not do everything. */
class LossesTest extends UnpackingTest {
    @BeforeEach
    void needsRoot() {
        Assumptions.assumeTrue(NoCapabilities.isPossible(), "not root");
    }

    private UnpackedImage unpackWithout(Layout layout) throws Exception {
        String source = layout.write();
        return NoCapabilities.with(() -> unpack(source));
    }

    private static Loss loss(UnpackedImage image, Omission kind) {
        return image.losses().kinds().getOrDefault(kind, new Loss(0, List.of()));
    }

    @Test
    void ownersThatCannotBeSetAreLost() throws Exception {
        Layout layout = layout().layer(new Layer()
                .file("bin/su", 04755, Map.of())
                .file("theirs", 0644, Map.of("uid", "65534"))
                .add("link", (byte) '2', "bin/su", 0777, "", Map.of("gid", "12")));
        try (UnpackedImage image = unpackWithout(layout)) {
            Loss owners = loss(image, Omission.OWNER);
            assertThat(owners.first().stream().map(String::new)).containsExactlyInAnyOrder("/theirs", "/link");
            assertThat(owners.files()).isEqualTo(2);
            assertThat(image.losses().withoutPrivileges()).isEqualTo(2);
            assertThat(image.losses().kinds()).doesNotContainKey(Omission.UNREADABLE);
        }
        try (UnpackedImage again = unpackWithout(layout)) {
            assertThat(again.isFresh()).isFalse();
            assertThat(loss(again, Omission.OWNER).files()).isEqualTo(2);
        }
    }

    @Test
    void whatCannotBeReadIsCounted() throws Exception {
        Layout layout = layout().layer(new Layer()
                .file("secret", 0, Map.of())
                .add("closed", (byte) '5', "", 0, "", Map.of())
                .file("open", "x"));
        try (UnpackedImage image = unpackWithout(layout)) {
            Loss unreadable = loss(image, Omission.UNREADABLE);
            assertThat(unreadable.first().stream().map(String::new)).containsExactlyInAnyOrder("/secret", "/closed");
        }
        try (UnpackedImage again = unpackWithout(layout)) {
            assertThat(again.isFresh()).isFalse();
            assertThat(loss(again, Omission.UNREADABLE).files()).isEqualTo(2);
        }
        try (UnpackedImage root = unpack(layout)) {
            assertThat(root.isFresh()).isFalse();
            assertThat(root.losses().kinds()).doesNotContainKey(Omission.UNREADABLE);
        }
    }

    @Test
    void rootLosesNothing() throws IOException {
        Layout layout = layout().layer(new Layer().directory("./").file("bin/su", 04755, Map.of("uid", "12")));
        try (UnpackedImage image = unpack(layout)) {
            TreeLosses losses = image.losses();
            assertThat(losses.kinds()).isEmpty();
            assertThat(losses.withoutPrivileges()).isZero();
        }
    }
}
