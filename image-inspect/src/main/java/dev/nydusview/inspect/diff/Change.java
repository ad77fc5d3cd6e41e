package dev.nydusview.inspect.diff;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nydusview.inspect.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file that is not the same in two images.
 *
 * @param path escaped
 * @param what for a change, what of the file is another: {@code type}, {@code content}, {@code content?} (which the
 *     images' digests cannot tell), {@code size}, {@code mode}, {@code owner}, {@code mtime}, {@code target},
 *     {@code device}, {@code links}, {@code xattr NAME}
 * @param before what the first image has; left out of what was added
 * @param after what the second image has; left out of what was removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(Kind change, String path, List<String> what, @Nullable Entry before, @Nullable Entry after) {
    /** What became of it. */
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
