package dev.nydusview.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonObjectTest {
    private static final JsonLimits LIMITS = new JsonLimits(4096, 8, 200, 20);
    private static final JsonShape ITEM = JsonShape.object("size", "os.version", "key");
    private static final JsonShape SHAPE = JsonShape.object("layers", "mediaType")
            .with("items", ITEM)
            .with("notes", JsonShape.texts())
            .with("auths", JsonShape.map(JsonShape.object("auth", "username")));
    private static final JsonFormat STRICT = JsonFormat.strict(LIMITS, SHAPE);
    private static final JsonFormat PRINTABLE = STRICT.printable();
    private static final JsonFormat UNAMBIGUOUS = JsonFormat.unambiguous(LIMITS, SHAPE);
    private static final JsonFormat GO = JsonFormat.asGo(LIMITS, SHAPE);

    private static JsonObject parse(String text, JsonFormat format) throws MalformedJsonException {
        return JsonObject.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), format);
    }

    private static void assertRefused(String text, JsonFormat format, String reason) {
        assertThatThrownBy(() -> parse(text, format))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage(reason);
    }

    @Test
    void membersAreReadByTheirTypes() throws MalformedJsonException {
        JsonObject json =
                parse("{'a':'x','n':12,'o':{'b':'y'},'l':['p','q'],'s':[{'i':1},{}],'m':{'k':'v'},'z':null}", STRICT);
        assertThat(json.string("a")).isEqualTo("x");
        assertThat(json.number("n")).isEqualTo(12);
        assertThat(json.number("absent")).isEqualTo(-1);
        assertThat(json.object("o").string("b")).isEqualTo("y");
        assertThat(json.strings("l")).containsExactly("p", "q");
        assertThat(json.objects("s")).hasSize(2);
        assertThat(json.stringMap("m")).isEqualTo(Map.of("k", "v"));
        assertThat(json.has("z")).isFalse();
        assertThat(json.names()).startsWith("a", "n").hasSize(7);
        assertThatThrownBy(() -> json.number("a")).hasMessage("\"a\" is not a whole number");
        assertThatThrownBy(() -> json.object("l")).hasMessage("\"l\" is not an object");
        assertThatThrownBy(() -> json.strings("s")).hasMessage("\"s\" is not a string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'layers':[],'layers':[]} | the name \"layers\" occurs twice, at /layers",
                "{'x':1,'x':1} | the name \"x\" occurs twice, at /x",
                "{'items':[{'size':1},{'size':1,'size':2}]} | the name \"size\" occurs twice, at /items/1/size",
                "{'other':{'deep':{'y':1,'y':2}}} | the name \"y\" occurs twice, at /other/deep/y",
                "{'notes':{'a':'','a':''}} | the name \"a\" occurs twice, at /notes/a",
                "{'layers':[],'l\\u0061yers':[]} | the name \"layers\" occurs twice, at /layers",
            })
    void namesThatOccurTwiceAreRefusedEverywhere(String text, String reason) {
        assertRefused(text, STRICT, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Layers':[]} | \"Layers\" differs from \"layers\" only by case, at /Layers",
                "{'LAYERS':[]} | \"LAYERS\" differs from \"layers\" only by case, at /LAYERS",
                "{'layer\\u017f':[]} | \"layer\u017f\" differs from \"layers\" only by case, at /layer\u017f",
                "{'layer\u017f':[]} | \"layer\u017f\" differs from \"layers\" only by case, at /layer\u017f",
                "{'mediatype':''} | \"mediatype\" differs from \"mediaType\" only by case, at /mediatype",
                "{'items':[{'OS.Version':''}]} | \"OS.Version\" differs from \"os.version\" only by case, at /items/0/OS.Version",
                "{'items':[[{'\\u212aey':''}]]} | \"\u212aey\" differs from \"key\" only by case, at /items/0/0/\u212aey",
                "{'items':{'\u017fize':1}} | \"\u017fize\" differs from \"size\" only by case, at /items/\u017fize",
                "{'auths':{'h':{'Auth':''}}} | \"Auth\" differs from \"auth\" only by case, at /auths/h/Auth",
            })
    void namesThatGoWouldMatchAreRefused(String text, String reason) {
        assertRefused(text, STRICT, "the name " + reason);
    }

    @Test
    void otherNamesAreNobodysAffair() throws MalformedJsonException {
        // Names of a map are data, dotless and dotted i fold to nothing in ASCII, and nobody knows "foo".
        String text = "{'notes':{'Layers':'','layers':''},'auths':{'H':{},'h':{}},'foo':1,'Foo':2,'\u0131tems':1,"
                + "'\u0130tems':1,'layers\u0301':1,'items':[{'layers':1,'Layers':2}]}";
        assertThat(parse(text, STRICT).names()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "layers, layers, true",
        "layers, Layers, true",
        "layers, layer\u017f, true",
        "key, \u212aEY, true",
        "image, \u0131mage, false",
        "image, \u0130mage, false",
        "layers, layer, false",
        "a, \u00e1, false"
    })
    void namesMatchAsInGo(String name, String member, boolean matches) {
        assertThat(GoNames.isFor(name, member)).isEqualTo(matches);
    }

    @Test
    void namesInAnyCaseAreTakenOnceIfThatIsAllowed() throws MalformedJsonException {
        JsonObject json = parse("{'MEDIATYPE':'a','Items':[{'ſIZE':1}],'x':'b','X':'c'}", UNAMBIGUOUS);
        assertThat(json.string("mediaType")).isEqualTo("a");
        assertThat(json.objects("items").get(0).number("size")).isEqualTo(1);
        assertThat(json.string("X")).isEqualTo("c");
        assertRefused("{'x':1,'x':1}", UNAMBIGUOUS, "the name \"x\" occurs twice, at /x");
        assertRefused(
                "{'mediaType':'a','mediatype':'a'}", UNAMBIGUOUS, "the name \"mediatype\" occurs twice, at /mediatype");
        assertRefused(
                "{'items':[{'ſize':1,'SIZE':null}]}", UNAMBIGUOUS, "the name \"SIZE\" occurs twice, at /items/0/SIZE");
        assertRefused("{'notes':{'a':'','a':''}}", UNAMBIGUOUS, "the name \"a\" occurs twice, at /notes/a");
        assertThat(parse("{'notes':{'a':'','A':''}}", UNAMBIGUOUS).stringMap("notes"))
                .hasSize(2);
    }

    @Test
    void goTakesTheLastOfSeveralNamesInAnyCase() throws MalformedJsonException {
        JsonObject json = parse("{'mediaType':'a','MEDIATYPE':'b','x':'c','x':'d'}", GO);
        assertThat(json.string("mediaType")).isEqualTo("b");
        assertThat(json.string("x")).isEqualTo("d");
    }

    @Test
    void goMergesObjectsButReplacesWhatAMapHolds() throws MalformedJsonException {
        JsonObject auths = parse(
                        "{'auths':{'one':{'auth':'1','username':'u'},'two':{'auth':'2'}},'Auths':{'one':{'AUTH':'3'}}}",
                        GO)
                .object("auths");
        assertThat(auths.names()).containsExactly("one", "two");
        assertThat(auths.object("one").string("auth")).isEqualTo("3");
        assertThat(auths.object("one").has("username")).isFalse();
        assertThat(parse("{'auths':{'one':{}},'auths':null}", GO).has("auths")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'mediaType':'a\\u001b[31m'} | a text has the control character U+001B, at /mediaType",
                "{'mediaType':'\\u0000'} | a text has the control character U+0000, at /mediaType",
                "{'mediaType':'\\n'} | a text has the control character U+000A, at /mediaType",
                "{'items':[{'key':'a\\u009b31m'}]} | a text has the control character U+009B, at /items/0/key",
                "{'items':[{'key':'\u0085'}]} | a text has the control character U+0085, at /items/0/key",
                "{'other':['\u007f']} | a text has the control character U+007F, at /other/0",
                "{'notes':{'a':'x\u202ey'}} | a text has the control character U+202E, at /notes/a",
                "{'notes':{'a':'x\\u2066y'}} | a text has the control character U+2066, at /notes/a",
                "{'notes':{'a\\u2069':''}} | a name has the control character U+2069, at /notes/a\\xe2\\x81\\xa9",
                "{'notes':{'a\\n':''}} | a name has the control character U+000A, at /notes/a ",
                "{'notes':{'a':'\\ud800'}} | a text has the control character U+D800, at /notes/a",
                "{'\\u001b':1} | a name has the control character U+001B, at /\\x1b",
            })
    void controlCharactersAreRefusedAndShownEscaped(String text, String reason) throws MalformedJsonException {
        assertThatThrownBy(() -> parse(text, PRINTABLE))
                .isInstanceOf(MalformedJsonException.class)
                .message()
                .isEqualToNormalizingWhitespace(reason);
        parse(text, STRICT);
    }

    @Test
    void notesMayHaveSeveralLines() throws MalformedJsonException {
        assertThat(parse("{'notes':{'pem':'a\\r\\n\\tb','\u05d0':'\u05d1 \u20ac'}}", PRINTABLE)
                        .stringMap("notes"))
                .containsEntry("pem", "a\r\n\tb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':[[[[[[[[1]]]]]]]]}",
                "{'a':123456789012345678901}",
                "{'a':1.2345678901234567890123}",
                "{'a':1e1000000000000000000000}",
                "{'a':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                        + "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                        + "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                        + "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                        + "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}",
            })
    void depthPartsAndNumbersAreBounded(String text) {
        assertRefused(text, STRICT, "nested too deeply, or with too many parts or too long a number");
    }

    @Test
    void sizeIsBounded() throws MalformedJsonException {
        String text = "{'a':'" + "x".repeat(4096 - 8) + "'}";
        assertThat(parse(text, STRICT).string("a")).hasSize(4088);
        assertRefused(text + " ", STRICT, "larger than 4096 bytes");
    }

    @Test
    void wholeNumbersFitIntoSixtyFourBits() throws MalformedJsonException {
        assertThat(parse("{'a':9223372036854775807}", STRICT).number("a")).isEqualTo(Long.MAX_VALUE);
        for (String number : List.of("9223372036854775808", "1.0", "1e3", "'1'", "true")) {
            JsonObject json = parse("{'a':" + number + "}", STRICT);
            assertThatThrownBy(() -> json.number("a")).hasMessage("\"a\" is not a whole number");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "hunter2 | not JSON at line 1, column 1",
                "{'a':1,} | not JSON at line 1, column",
                "{'a':01} | not JSON at line 1, column",
                "{'a':NaN} | not JSON at line 1, column",
                "{'a' | not JSON at line 1, column",
                "{'a':1}// | not JSON at line 1, column",
                "{'a':1}{} | not JSON at line 1, column 8, after the end of the object",
                "[1] | not a JSON object",
                "1 | not a JSON object",
                "~~ | not JSON, as it is empty",
                "\ufeff{} | not JSON at line 1, column",
            })
    void whatIsNoJsonIsSaidWithItsPlaceButNotQuoted(String text, String reason) {
        assertThatThrownBy(() -> parse(text, STRICT))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageStartingWith(reason)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void otherEncodingsAreRefused() {
        for (byte[] bytes : List.of(
                "{}".getBytes(StandardCharsets.UTF_16),
                "{}".getBytes(StandardCharsets.UTF_16LE),
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'})) {
            assertThatThrownBy(() -> JsonObject.parse(bytes, STRICT)).hasMessageStartingWith("not JSON");
        }
    }
}
