package dev.nydusview.registry.endpoint;

import dev.nydusview.base.CorruptDataException;
import dev.nydusview.base.SafeText;
import dev.nydusview.base.json.JsonFormat;
import dev.nydusview.base.json.JsonLimits;
import dev.nydusview.base.json.JsonObject;
import dev.nydusview.base.json.JsonShape;
import dev.nydusview.base.json.MalformedJsonException;
import dev.nydusview.registry.NotFoundException;
import dev.nydusview.registry.endpoint.PagedList.Page;
import dev.nydusview.registry.http.RegistryAccess;
import dev.nydusview.registry.http.RegistryConnections;
import dev.nydusview.registry.http.RegistryHttp;
import dev.nydusview.registry.http.RegistryRequest;
import dev.nydusview.registry.http.RegistryResponse;
import dev.nydusview.registry.ref.ImageReference;
import dev.nydusview.registry.ref.InvalidReferenceException;
import dev.nydusview.registry.ref.RegistryHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The repositories of a registry and their tags, as the distribution specification lists them. */
public final class RegistryCatalog {
    private static final int MAX_PAGES = 1024;
    private static final int MAX_SIZE = 32 << 20;

    private static final JsonFormat LISTS =
            JsonFormat.strict(JsonLimits.of(MAX_SIZE), JsonShape.object("repositories", "name", "tags"));

    private final String registry;
    private final RegistryConnections connections;
    private final RegistryAccess access;

    /** @param registry host and port */
    public RegistryCatalog(String registry, RegistryConnections connections, RegistryAccess access) {
        RegistryHost host = RegistryHost.parse(registry);
        if (host == null) {
            throw new InvalidReferenceException(
                    "invalid registry \"" + SafeText.controls(registry) + "\": write HOST or HOST:PORT");
        }
        this.registry = host.toString();
        this.connections = connections;
        this.access = access;
    }

    /** Host and port, as references to its images begin. */
    public String registry() {
        return registry;
    }

    /** Asks for the version of the API, with credentials if the registry demands them; fails if it refuses them. */
    public void requireAccess() throws IOException {
        try (RegistryHttp http = connections.open(new ImageReference(registry, "", "latest", null), access)) {
            RegistryRequest request =
                    new RegistryRequest("GET", "", Map.of(), "check that " + registry + " is a registry", false);
            http.send(request, answer -> true);
        }
    }

    /** Lists all repositories; some registries do not. */
    public List<String> repositories() throws IOException {
        ImageReference whole = new ImageReference(registry, "", "latest", null);
        List<String> names =
                list(whole, "_catalog", "repositories", "name the repositories, if the registry does not list them");
        for (String name : names) {
            requireName(registry + "/" + name, "_catalog");
        }
        return names;
    }

    /** The tags of a repository. */
    public List<String> tags(String repository) throws IOException {
        ImageReference place = ImageReference.parse(registry + "/" + repository);
        List<String> tags = list(place, "tags/list", "tags", "check the repository's name");
        for (String tag : tags) {
            requireName(place.name() + ":" + tag, "tags/list");
        }
        return tags;
    }

    /** Refuses a list with a name that no reference could have. */
    private void requireName(String reference, String path) throws CorruptDataException {
        try {
            ImageReference.parse(reference);
        } catch (InvalidReferenceException e) {
            throw new CorruptDataException("the list " + registry + "/" + path + " is corrupt: " + e.getMessage());
        }
    }

    private List<String> list(ImageReference place, String path, String member, String remedy) throws IOException {
        PagedList pages = new PagedList("the list " + registry + "/" + path, MAX_PAGES, MAX_SIZE);
        try (RegistryHttp http = connections.open(place, access)) {
            return pages.read((query, limit) -> {
                RegistryRequest request = new RegistryRequest(
                        "GET", path + (query.isEmpty() ? "" : "?" + query), Map.of(), remedy, false);
                Optional<Page<String>> page =
                        http.sendIfServed(request, answer -> Optional.of(page(answer, member, pages, limit)));
                return page.orElseThrow(
                        () -> new NotFoundException(registry + " does not serve " + path + ": " + remedy));
            });
        }
    }

    private static Page<String> page(RegistryResponse answer, String member, PagedList pages, int limit)
            throws IOException {
        byte[] bytes = pages.bytes(answer.body(), limit);
        try {
            List<String> names = new ArrayList<>(JsonObject.parse(bytes, LISTS).strings(member));
            return new Page<>(names, bytes.length, PagedList.next(answer));
        } catch (MalformedJsonException e) {
            throw new CorruptDataException(answer.request() + ": the list is corrupt: " + e.getMessage());
        }
    }
}
