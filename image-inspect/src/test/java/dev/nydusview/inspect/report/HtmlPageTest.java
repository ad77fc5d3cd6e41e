package dev.nydusview.inspect.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.rafs.GoldenReader;
import dev.nydusview.testdata.GoldenImage;
import dev.nydusview.testdata.builder.Attributes;
import dev.nydusview.testdata.builder.ImageBuilder;
import dev.nydusview.testdata.builder.SourceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlSelect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page as a browser shows it and as people use it. */
@Tag("soak")
class HtmlPageTest {
    private static final List<String> HOSTILE = List.of(
            "</script><script>document.title='owned'</script>",
            "<img src=x onerror=alert(1)>",
            "<!--<script>",
            "]]>",
            "\"'&amp;`${1}{{script}}",
            "\u00e2\u0080\u00a8\u00e2\u0080\u00a9line",
            "javascript:alert(1)",
            "__proto__");

    private static Browser browser(ImageReport report) throws IOException {
        return new Browser(Reports.page(report));
    }

    private static ImageReport small() throws IOException {
        SourceTree source = new SourceTree()
                .directory("/usr")
                .directory("/usr/lib")
                .directory("/usr/lib/deep")
                .directory("/empty")
                .file("/usr/lib/libc.so", new byte[70_000])
                .file("/usr/lib/deep/leaf", new byte[40_000])
                .file("/usr/tool", new byte[20_000], Attributes.FILE.permissions(04755))
                .file("/readme", new byte[5000]);
        return Reports.of(ImageBuilder.v6().chunkSize(4096).build(source));
    }

    @ParameterizedTest
    @Tag("soak")
    @MethodSource("dev.nydusview.testdata.GoldenImage#all")
    void everyImageShowsAllPanels(GoldenImage golden) throws IOException {
        ImageReport report = Reports.of(golden);
        try (Browser browser = browser(report)) {
            assertThat(browser.text("image")).isEqualTo(golden.kind());
            assertThat(browser.text("facts")).contains("RAFS v" + golden.kind().charAt(1));
            assertThat(browser.all("#map > button")).isNotEmpty();
            assertThat(browser.all("#contents tbody tr"))
                    .hasSameSizeAs(report.tree().stream()
                            .filter(item -> item.parent() == 0)
                            .toList());
            assertThat(browser.all("#blob-list h3")).hasSameSizeAs(report.blobs());
            assertThat(browser.all("#blob-list .strip")).hasSameSizeAs(report.blobs());
            assertThat(browser.all("#compression-blobs tbody tr")).hasSameSizeAs(report.blobs());
            assertThat(browser.all("#compression-directories tbody tr")).hasSameSizeAs(report.groups());
            assertThat(browser.all("#shared tbody tr"))
                    .hasSameSizeAs(report.sharing().shared());
            assertThat(browser.all("#duplicates tbody tr"))
                    .hasSameSizeAs(report.sharing().duplicates());
            assertThat(browser.all("#largest-table tbody tr")).hasSameSizeAs(report.largest());
            assertThat((long) browser.all("#special-tables tbody tr").size())
                    .isEqualTo(report.special().stream()
                            .mapToLong(SpecialFiles.Category::count)
                            .sum());
            assertThat(browser.byId("damage").isDisplayed()).isFalse();
            assertThat(browser.requests()).isZero();
        }
    }

    @Test
    void tablesAreLabelled() throws IOException {
        try (Browser browser = browser(Reports.of(GoldenImage.of("v6-zstd-4k")))) {
            assertThat(browser.all("table")).isNotEmpty().allSatisfy(table -> {
                assertThat(table.querySelector("caption").asNormalizedText()).isNotBlank();
                assertThat(table.querySelectorAll("thead th[scope=col]").size()).isPositive();
                assertThat(table.querySelectorAll("tbody th[scope=row]").size())
                        .isEqualTo(table.querySelectorAll("tbody tr").size());
            });
            assertThat(browser.all("section")).allSatisfy(section -> {
                String label = ((DomElement) section).getAttribute("aria-labelledby");
                assertThat(browser.byId(label)).isNotNull();
            });
            assertThat(browser.all("[role=img]")).isNotEmpty().allSatisfy(strip -> assertThat(
                            ((DomElement) strip).getAttribute("aria-label"))
                    .startsWith("Layout of blob "));
        }
    }

    @Test
    void clicksLeadDownAndThePathLeadsUp() throws IOException {
        try (Browser browser = browser(small())) {
            assertThat(browser.text("status")).startsWith("/: directory, 131.8 KiB (100.0 % of all)");

            browser.tile("/usr").click();

            assertThat(browser.text("path")).isEqualTo("/usr");
            assertThat(browser.text("status")).startsWith("/usr/lib: directory, 107.4 KiB (81.5 % of all)");
            assertThat(browser.first("#contents caption").asNormalizedText()).isEqualTo("Contents of /usr");
            assertThat(browser.first("#contents tbody tr").asNormalizedText()).startsWith("lib/\t107.4 KiB");
            assertThat(browser.focused()).isSameAs(browser.tile("/usr/lib"));

            browser.first("#contents tbody button").click();
            assertThat(browser.text("path")).isEqualTo("/usr/lib");
            browser.tile("/usr/lib/libc.so").click();
            assertThat(browser.text("path")).isEqualTo("/usr/lib");
            assertThat(browser.text("status")).startsWith("/usr/lib/libc.so: file, 68.4 KiB");

            browser.first("#path button").click();
            assertThat(browser.text("path")).isEqualTo("/");
            assertThat(browser.text("map")).contains("usr").doesNotContain("Nothing");
        }
    }

    @Test
    void keysLeadDownAndUp() throws IOException {
        try (Browser browser = browser(small())) {
            browser.tile("/usr").focus();
            browser.press("Enter");
            assertThat(browser.text("path")).isEqualTo("/usr");
            assertThat(browser.focused()).isSameAs(browser.tile("/usr/lib"));

            browser.press("ArrowRight");
            assertThat(browser.focused()).isSameAs(browser.tile("/usr/tool"));
            browser.press("Home");
            assertThat(browser.focused()).isSameAs(browser.tile("/usr/lib"));
            browser.press("Enter");
            assertThat(browser.text("path")).isEqualTo("/usr/lib");

            browser.press("Escape");
            assertThat(browser.text("path")).isEqualTo("/usr");
            assertThat(browser.focused()).isSameAs(browser.tile("/usr/lib"));
            browser.press("Backspace");
            assertThat(browser.text("path")).isEqualTo("/");
            browser.press("Escape");
            assertThat(browser.text("path")).isEqualTo("/");
        }
    }

    @Test
    void areaCanShowStoredBytes() throws IOException {
        try (Browser browser = browser(small())) {
            HtmlSelect measure = (HtmlSelect) browser.byId("measure");
            String before = browser.tile("/usr").getAttribute("style");

            measure.setSelectedAttribute("t", true);

            assertThat(browser.tile("/usr").getAttribute("style")).isNotEqualTo(before);
        }
    }

    @Test
    void themeGoesRound() throws IOException {
        try (Browser browser = browser(small())) {
            HtmlElement html = browser.page().getDocumentElement();
            HtmlElement button = (HtmlElement) browser.byId("theme");

            button.click();
            assertThat(html.getAttribute("data-theme")).isEqualTo("light");
            button.click();
            assertThat(html.getAttribute("data-theme")).isEqualTo("dark");
            assertThat(button.asNormalizedText()).isEqualTo("Theme: dark");
            button.click();
            assertThat(html.hasAttribute("data-theme")).isFalse();
        }
    }

    @Test
    void damageIsShown() throws IOException {
        ImageReport sound = small();
        ImageReport damaged = new ImageReport(
                sound.head(),
                new DamageLog.Damage(3, List.of(new DamageLog.Item("/etc", "mode 0 has <no> file type"))),
                sound.groups(),
                sound.tree(),
                sound.blobs(),
                sound.sharing(),
                sound.largest(),
                sound.special(),
                sound.leftOut());
        try (Browser browser = browser(damaged)) {
            assertThat(browser.byId("damage").isDisplayed()).isTrue();
            assertThat(browser.text("damage"))
                    .contains("3 parts of this image cannot be read.")
                    .contains("Damage (the first 1 of 3)")
                    .contains("/etc\tmode 0 has <no> file type");
            assertThat(browser.byId("damage-link").isDisplayed()).isTrue();
        }
    }

    @Test
    void hostileNamesAreInert() throws IOException {
        SourceTree source = new SourceTree();
        for (String name : HOSTILE) {
            String plain = name.replace('/', '\\');
            source.directory("/" + plain).file("/" + plain + "/" + plain, name.getBytes(StandardCharsets.UTF_8));
        }
        source.file("/</script>".replace("</", "<\\"), new byte[100], Attributes.FILE.permissions(06777));
        ImageReport report = Reports.of(ImageBuilder.v6().build(source));
        String page = Reports.page(report);

        assertThat(data(page)).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        try (Browser browser = new Browser(page)) {
            assertThat(browser.all("script")).hasSize(2);
            assertThat(browser.all("img")).isEmpty();
            assertThat(browser.page().getTitleText()).isEqualTo("example.com/image:tag@sha256:0123 – nydusview");
            for (TreeItem item : report.tree()) {
                if (item.kind().equals("d") && item.parent() == 0) {
                    browser.tile("/" + item.name()).click();
                    assertThat(browser.text("path")).isEqualTo("/" + item.name());
                    browser.press("Escape");
                }
            }
            assertThat(browser.text("contents")).contains("<img src=x onerror=alert(1)>/");
        }
    }

    /** A separator of lines would come from a message; names have it escaped. */
    @Test
    void whatCouldEndTheScriptIsEscaped() throws IOException {
        String page = Reports.page(ImageReport.of(
                "<a>&\u2028\u2029\u20ac</script>", GoldenReader.open(GoldenImage.of("v6-merged")), null));

        assertThat(data(page)).contains("\\u003ca\\u003e\\u0026").contains("\u20ac\\u003c/script\\u003e");
        assertThat(inert("\"\u2028<\u2029>&\u20ac\u2030\""))
                .isEqualTo("\"\\u2028\\u003c\\u2029\\u003e\\u0026\u20ac\u2030\"");
    }

    private static String inert(String json) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new InertJson(out).write(json.getBytes(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String data(String page) {
        int start = page.indexOf("id=\"report\">") + "id=\"report\">".length();
        return page.substring(start, page.indexOf("</script>", start));
    }

    @Test
    void policyAllowsOnlyItsOwnScriptAndStyle() throws IOException, NoSuchAlgorithmException {
        String page = Reports.page(small());
        String style = between(page, "<style>", "</style>");
        String script =
                page.substring(page.lastIndexOf("<script>") + "<script>".length(), page.lastIndexOf("</script>"));

        assertThat(page)
                .contains("content=\"default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'\"")
                .doesNotContain("{{", " style=\"", " src=\"", "http://", "https://", "url(", "@import");
        assertThat(script).doesNotContain("innerHTML", "insertAdjacent", "document.write", "eval(");
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String hash(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
