package dev.nydusview.inspect.diff;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.inspect.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is not the same in two images.
 *
 * @param path escaped
 * @param what for a change, the properties that differ: {@code type}, {@code content}, {@code content?} (which the
 *     images' digests cannot tell), {@code size}, {@code mode}, {@code owner}, {@code mtime}, {@code target},
 *     {@code device}, {@code links}, {@code xattr NAME}
 * @param before entry of the first image; left out for a file that was added
 * @param after entry of the second image; left out for a file that was removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(Kind change, String path, List<String> what, @Nullable Entry before, @Nullable Entry after) {
    /** Kind of a change, and its sign in listings. */
    public enum Kind {
        ADDED('+'),
        REMOVED('-'),
        CHANGED('~');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }

        public char sign() {
            return sign;
        }
    }
}
