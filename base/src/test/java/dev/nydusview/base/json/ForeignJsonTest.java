package dev.nydusview.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class ForeignJsonTest {
    private static final ForeignJson SMALL = ForeignJson.within(new JsonLimits(8, 3, 10, 4));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[[]]]", "12345678", "\"12345678\"", "[1,2,3,4,5,6,7,8]", "{\"12345678\":1}"})
    void documentsWithinTheBoundsAreRead(String document) {
        ForeignJson reader = ForeignJson.within(new JsonLimits(8, 3, 10, 8));
        assertThat(reader.read(document))
                .isEqualTo(reader.read(bytes(document)))
                .hasToString(document);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[[[]]]]", "12345", "\"123456789\"", "[1,2,3,4,5,6,7,8,9]", "[1] [2]", "[1", "{\"a\":1,}"})
    void otherDocumentsAreRefused(String document) {
        assertThatThrownBy(() -> SMALL.read(document)).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> SMALL.read(bytes(document))).isInstanceOf(JacksonException.class);
    }

    @Test
    void whatIsBehindTheFirstValueIsNotLookedAt() {
        assertThat(SMALL.first(bytes("{\"a\":1} and [[[[more"))).hasToString("{\"a\":1}");
        assertThat(SMALL.first(bytes(" \n")).isMissingNode()).isTrue();
        assertThatThrownBy(() -> SMALL.first(bytes("{\"a\""))).isInstanceOf(JacksonException.class);
    }
}
