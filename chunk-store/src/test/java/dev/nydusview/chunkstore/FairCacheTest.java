package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairCacheTest {
    private static final int SIZE = 1000;

    private record Key(int content, int size) {}

    private final FairCache<Key, String> cache = new FairCache<>(3L * (SIZE + FairCache.ENTRY_OVERHEAD), Key::size);
    private final FairCache<Key, String>.Share image = cache.open();

    @Test
    void whatWasUsedLongestAgoMakesRoom() {
        keep(1, SIZE);
        keep(2, SIZE);
        keep(3, SIZE);
        assertThat(holds(1, SIZE)).isTrue();

        keep(4, SIZE);

        assertThat(holds(2, SIZE)).isFalse();
        assertThat(holds(1, SIZE) && holds(3, SIZE) && holds(4, SIZE)).isTrue();
    }

    @Test
    void keepingAValueTwiceTakesItsRoomOnce() {
        keep(1, SIZE);
        keep(2, SIZE);
        keep(3, SIZE);
        keep(3, SIZE);

        assertThat(holds(1, SIZE) && holds(2, SIZE) && holds(3, SIZE)).isTrue();
    }

    @Test
    void tinyValuesCountForMoreThanTheirBytes() {
        int kept = 0;
        for (int i = 0; i < 100; i++) {
            keep(i, 1);
        }
        for (int i = 0; i < 100; i++) {
            kept += holds(i, 1) ? 1 : 0;
        }
        assertThat(kept).isEqualTo(3 * (SIZE + FairCache.ENTRY_OVERHEAD) / (1 + FairCache.ENTRY_OVERHEAD));
    }

    @Test
    void aValueAboveTheWholeRoomLeavesTheOthers() {
        keep(1, SIZE);
        keep(2, 4 * SIZE);

        assertThat(holds(1, SIZE)).isTrue();
        assertThat(holds(2, 4 * SIZE)).isFalse();
    }

    @Test
    void anImageThatTakesMostMakesRoomForOneThatTakesLess() {
        keep(1, SIZE);
        keep(2, SIZE);
        FairCache<Key, String>.Share other = cache.open();
        other.keep(new Key(1, SIZE), "other");

        for (int i = 3; i < 100; i++) {
            keep(i, SIZE);
        }

        assertThat(other.find(new Key(1, SIZE))).isEqualTo("other");
        assertThat(holds(98, SIZE) && holds(99, SIZE)).isTrue();
        assertThat(holds(97, SIZE)).isFalse();
    }

    @Test
    void anImageHasValuesOfItsOwnUnderTheSameKey() {
        keep(1, SIZE);
        FairCache<Key, String>.Share other = cache.open();
        assertThat(other.find(new Key(1, SIZE))).isNull();
    }

    @Test
    void aClosedImageLeavesItsRoomToOthersAndTakesNoneAgain() {
        FairCache<Key, String>.Share other = cache.open();
        other.keep(new Key(1, SIZE), "other");
        long fair = image.fair();
        other.close();
        other.keep(new Key(2, SIZE), "other");

        assertThat(other.find(new Key(1, SIZE))).isNull();
        assertThat(other.find(new Key(2, SIZE))).isNull();
        assertThat(cache.usage().now()).isZero();
        assertThat(image.fair()).isEqualTo(2 * fair);
        keep(1, SIZE);
        keep(2, SIZE);
        keep(3, SIZE);
        assertThat(holds(1, SIZE) && holds(2, SIZE) && holds(3, SIZE)).isTrue();
    }

    @Test
    void neverMoreIsKeptThanThereIsRoomFor() {
        FairCache<Key, String>.Share other = cache.open();
        for (int i = 1; i < 100; i++) {
            keep(i, 37 * i);
            other.keep(new Key(i, 41 * i), "other");
        }

        assertThat(cache.usage().peak()).isBetween((long) SIZE, cache.usage().most());
    }

    private void keep(int content, int size) {
        image.keep(new Key(content, size), "value");
    }

    private boolean holds(int content, int size) {
        return image.find(new Key(content, size)) != null;
    }
}
