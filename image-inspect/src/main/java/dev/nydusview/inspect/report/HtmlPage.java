package dev.nydusview.inspect.report;

import dev.nydusview.base.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A self-contained page that shows a report: its content security policy forbids everything except its own style and
 * script, which are named by their hashes. The script shows the report as text, so nothing in it is ever markup.
 */
public final class HtmlPage {
    private static final String STYLE = "{{style}}";
    private static final String DATA = "{{data}}";
    private static final String SCRIPT = "{{script}}";

    private HtmlPage() {}

    /** Writes an {@link ImageReport} as JSON in UTF-8. */
    @FunctionalInterface
    public interface Data {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the page; {@code out} stays open. */
    public static void write(OutputStream out, Data data) throws IOException {
        String style = resource("page.css");
        String script = resource("treemap.js") + resource("panels.js") + resource("page.js");
        String page =
                resource("page.html").replace("{{style-hash}}", hash(style)).replace("{{script-hash}}", hash(script));
        int styleAt = page.indexOf(STYLE);
        int dataAt = page.indexOf(DATA);
        int scriptAt = page.indexOf(SCRIPT);
        text(out, page.substring(0, styleAt));
        text(out, style);
        text(out, page.substring(styleAt + STYLE.length(), dataAt));
        data.writeTo(new InertJson(out));
        text(out, page.substring(dataAt + DATA.length(), scriptAt));
        text(out, script);
        text(out, page.substring(scriptAt + SCRIPT.length()));
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("the program was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String text) {
        byte[] digest = Sha256.digester().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
