package dev.nydusview.inspect.report;

import java.io.IOException;
import java.util.List;
import org.htmlunit.BrowserVersion;
import org.htmlunit.MockWebConnection;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;

/** A page in a browser without a window, which fails at the first error of a script and reaches nothing else. */
final class Browser implements AutoCloseable {
    private final WebClient client = new WebClient(BrowserVersion.CHROME);
    private final MockWebConnection network = new MockWebConnection();
    private final HtmlPage page;

    Browser(String html) throws IOException {
        client.setWebConnection(network);
        client.getOptions().setThrowExceptionOnScriptError(true);
        page = client.loadHtmlCodeIntoCurrentWindow(html);
    }

    HtmlPage page() {
        return page;
    }

    /** Requests that the page made. */
    int requests() {
        return network.getRequestCount();
    }

    DomElement byId(String id) {
        return page.getElementById(id);
    }

    /** The visible text of an element. */
    String text(String id) {
        return byId(id).asNormalizedText();
    }

    HtmlElement first(String selector) {
        return page.querySelector(selector);
    }

    List<DomNode> all(String selector) {
        return page.querySelectorAll(selector).stream().toList();
    }

    /** Returns the tile of the current directory whose description begins with {@code path}. */
    HtmlElement tile(String path) {
        return all("#map > button").stream()
                .map(HtmlElement.class::cast)
                .filter(tile -> tile.getAttribute("aria-label").startsWith(path + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no tile " + path + " in " + text("map")));
    }

    HtmlElement focused() {
        return (HtmlElement) page.getFocusedElement();
    }

    /** Presses a key where the focus is; by script, as typing gives events of few keys their name. */
    void press(String key) {
        page.executeJavaScript("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '" + key
                + "', bubbles: true, cancelable: true}))");
    }

    @Override
    public void close() {
        client.close();
    }
}
