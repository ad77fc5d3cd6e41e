package dev.nydusview.rafs.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nydusview.rafs.model.RawName;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkFollowerTest {
    private final Map<String, String> links = new HashMap<>();

    /** A tree of paths; the root is its own parent, and every path that is not a link is a directory. */
    private final class Paths implements LinkFollower.Places<String> {
        @Override
        public String root() {
            return "";
        }

        @Override
        public String parent(String place) {
            return place.isEmpty() ? "" : place.substring(0, place.lastIndexOf('/'));
        }

        @Override
        public String child(String place, RawName name) throws IOException {
            if (name.equals(RawName.of("missing"))) {
                throw new IOException("nothing at " + place + "/" + name);
            }
            return place + "/" + name;
        }

        @Override
        public @Nullable RawName target(String place) {
            String target = links.get(place);
            return target == null ? null : RawName.of(target);
        }

        @Override
        public IOException tooManyLinks() {
            return new IOException("too many");
        }
    }

    private String follow(String path, boolean last) throws IOException {
        return LinkFollower.follow(new Paths(), "/start", ImagePath.parse(path), last);
    }

    private LinkFollowerTest link(String place, String target) {
        links.put(place, target);
        return this;
    }

    @ParameterizedTest
    @CsvSource({
        "a, /start/a",
        "/a, /a",
        "./a/./b, /start/a/b",
        "../a, /a",
        "../../../a, /a",
        "a/../b, /start/b",
        "/., ''",
        // links
        "to-a, /a/b",
        "to-a/c, /a/b/c",
        "to-up/x, /x",
        "to-up/../x, /x",
        "/far/x, /start/deep/x",
        "/far/../x, /start/x",
        "two, /a/b",
        "dots, /start/a/b",
    })
    void everyLinkOnTheWayIsFollowed(String path, String expected) throws IOException {
        link("/start/to-a", "/a/b")
                .link("/start/to-up", "..")
                .link("/far", "start/deep")
                .link("/start/two", "to-a")
                .link("/start/dots", "./a//b/.");
        assertThat(follow(path, true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"link, /start/link", "dir/link, /start/dir/link", "link/., /a", "link/x, /a/x", "/other, /other"})
    void lastLinkIsFollowedOnDemandOnly(String path, String expected) throws IOException {
        link("/start/link", "/a").link("/start/dir/link", "x").link("/other", "y");
        assertThat(follow(path, false)).isEqualTo(expected);
    }

    /** 40 links are followed and the 41st is refused, as in the kernel. */
    @Test
    void linksAreCounted() throws IOException {
        for (int i = 1; i < 40; i++) {
            link("/" + i, String.valueOf(i + 1));
        }
        link("/40", "end").link("/0", "1").link("/circle", "circle");
        assertThat(follow("/1", true)).isEqualTo("/end");
        assertThatThrownBy(() -> follow("/0", true)).hasMessage("too many");
        assertThatThrownBy(() -> follow("/circle/x", false)).hasMessage("too many");
    }

    @Test
    void refusalOfAPlaceIsPassedOn() {
        link("/start/link", "a/missing/b");
        assertThatThrownBy(() -> follow("link", true)).hasMessage("nothing at /start/a/missing");
    }

    @Test
    void dotsCanBeRefused() {
        LinkFollower.Places<String> strict = new LinkFollower.Places<>() {
            private final Paths paths = new Paths();

            @Override
            public String root() {
                return paths.root();
            }

            @Override
            public String self(String place) throws IOException {
                throw new IOException(place + " is not a directory");
            }

            @Override
            public String parent(String place) {
                return paths.parent(place);
            }

            @Override
            public String child(String place, RawName name) throws IOException {
                return paths.child(place, name);
            }

            @Override
            public @Nullable RawName target(String place) {
                return paths.target(place);
            }

            @Override
            public IOException tooManyLinks() {
                return paths.tooManyLinks();
            }
        };
        assertThatThrownBy(() -> LinkFollower.follow(strict, "", ImagePath.parse("/a/./b"), true))
                .hasMessage("/a is not a directory");
    }
}
