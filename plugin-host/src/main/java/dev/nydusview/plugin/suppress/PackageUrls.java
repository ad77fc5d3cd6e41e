package dev.nydusview.plugin.suppress;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Package URLs in VEX documents. A part that a document leaves out fits anything; a part that it names has to be known
 * to fit.
 */
final class PackageUrls {
    private static final Set<String> IMAGES = Set.of("oci", "docker");

    private PackageUrls() {}

    /** Tests whether {@code stated} is the package {@code actual} in some or all of its versions. */
    static boolean covers(String stated, String actual) {
        PackageURL of = parsed(stated);
        PackageURL by = parsed(actual);
        return of != null
                && by != null
                && of.getType().equals(by.getType())
                && Objects.equals(of.getNamespace(), by.getNamespace())
                && of.getName().equals(by.getName())
                && (of.getVersion() == null || of.getVersion().equals(by.getVersion()))
                && qualifiers(by).entrySet().containsAll(qualifiers(of).entrySet());
    }

    /** Tests whether {@code stated} is {@code image}, of any tag and digest that it does not name. */
    static boolean covers(String stated, ImageIdentity image) {
        PackageURL url = parsed(stated);
        if (url == null || !IMAGES.contains(url.getType())) {
            return false;
        }
        String repository = image.repository().toLowerCase(Locale.ROOT);
        String path = url.getNamespace() == null ? url.getName() : url.getNamespace() + "/" + url.getName();
        boolean named = ("/" + repository).endsWith("/" + path.toLowerCase(Locale.ROOT));
        if (url.getVersion() == null) {
            return named && known(image).entrySet().containsAll(qualifiers(url).entrySet());
        }
        return named && image.digests().contains(url.getVersion());
    }

    private static Map<String, String> known(ImageIdentity image) {
        return Map.of("repository_url", image.repository(), "tag", image.tag());
    }

    private static Map<String, String> qualifiers(PackageURL url) {
        Map<String, String> qualifiers = url.getQualifiers();
        return qualifiers == null ? Map.of() : new TreeMap<>(qualifiers);
    }

    private static @Nullable PackageURL parsed(String text) {
        try {
            return new PackageURL(text);
        } catch (MalformedPackageURLException e) {
            return null; // another kind of identifier
        }
    }
}
