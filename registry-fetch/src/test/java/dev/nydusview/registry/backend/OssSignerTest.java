package dev.nydusview.registry.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.registry.backend.Backend.AccessKeys;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests signatures against those that Alibaba Cloud has published. */
class OssSignerTest {
    private static OssSigner signer(AccessKeys keys, String region) {
        return new OssSigner(keys, region, "/bucket/", Clock.systemUTC());
    }

    /** The example of the OSS API reference, "Include a V1 signature". */
    @Test
    void version1OfTheReference() {
        AccessKeys keys =
                new AccessKeys("44CF9590006BF252F707", "OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV", null, "test");
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "content-md5", "ODBGOERFMDMzQTczRUY3NUE3NzA5QzdFNUYzMDQxNEM=",
                "content-type", "text/html",
                "date", "Thu, 17 Nov 2005 18:49:58 GMT",
                "x-oss-meta-author", "foo@bar.com",
                "x-oss-magic", "abracadabra"));
        assertThat(signer(keys, "").version1("PUT", "/oss-example/nelson", headers))
                .isEqualTo("OSS 44CF9590006BF252F707:26NBxoKdsyly4EDv6inkoDft/yA=");
    }

    /** The examples in the tests of Alibaba's SDKs, such as TestAuthV4Header of alibabacloud-oss-go-sdk-v2. */
    @ParameterizedTest
    @CsvSource({
        "20231216T162057Z, '', e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe",
        "20231217T034736Z, token, b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea"
    })
    void version4OfTheSdks(String stamp, String token, String signature) {
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "x-oss-head1", "value",
                "abc", "value",
                "zabc", "value",
                "xyz", "value",
                "content-type", "text/plain",
                "x-oss-content-sha256", "UNSIGNED-PAYLOAD",
                "x-oss-date", stamp));
        if (!token.isEmpty()) {
            headers.put("x-oss-security-token", token);
        }
        SortedMap<String, String> query = new TreeMap<>(Map.of(
                "param1", "value1",
                "%2Bparam1", "value3",
                "%7Cparam1", "value4",
                "%2Bparam2", "",
                "%7Cparam2", "",
                "param2", ""));
        AccessKeys keys = new AccessKeys("ak", "sk", null, "test");
        assertThat(signer(keys, "cn-hangzhou").version4("PUT", "/bucket/1234%2B-/123/1.txt", query, headers))
                .isEqualTo("OSS4-HMAC-SHA256 Credential=ak/" + stamp.substring(0, 8)
                        + "/cn-hangzhou/oss/aliyun_v4_request,Signature=" + signature);
    }

    @Test
    void daysHaveTwoDigits() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T04:05:06Z"), ZoneOffset.UTC);
        OssSigner signer = new OssSigner(new AccessKeys("ak", "sk", "token", "test"), "", "/bucket/", clock);
        assertThat(signer.sign("GET", URI.create("https://bucket.example/key")))
                .containsEntry("date", "Sun, 01 Mar 2026 04:05:06 GMT")
                .containsEntry("x-oss-security-token", "token");
    }
}
