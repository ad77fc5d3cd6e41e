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
        return repositories(NameSelection.ALL).names();
    }

    /** Lists the repositories that {@code wanted} selects, and reads no more pages of the list than that takes. */
    public NameList repositories(NameSelection wanted) throws IOException {
        ImageReference whole = new ImageReference(registry, "", "latest", null);
        String remedy = "name the repositories, if the registry does not list them";
        return list(new Listing(whole, "_catalog", "repositories", registry + "/", remedy), wanted);
    }

    /** The tags of a repository. */
    public List<String> tags(String repository) throws IOException {
        return tags(repository, NameSelection.ALL).names();
    }

    /** Lists the tags that {@code wanted} selects, and reads no more pages of the list than that takes. */
    public NameList tags(String repository, NameSelection wanted) throws IOException {
        ImageReference place = ImageReference.parse(registry + "/" + repository);
        return list(new Listing(place, "tags/list", "tags", place.name() + ":", "check the repository's name"), wanted);
    }

    /**
     * A list of names.
     *
     * @param member of the document that has the names
     * @param prefix of a name in a reference
     */
    private record Listing(ImageReference place, String path, String member, String prefix, String remedy) {}

    /** Refuses a list with a name that no reference could have. */
    private void requireName(String reference, String path) throws CorruptDataException {
        try {
            ImageReference.parse(reference);
        } catch (InvalidReferenceException e) {
            throw new CorruptDataException("the list " + registry + "/" + path + " is corrupt: " + e.getMessage());
        }
    }

    private NameList list(Listing listing, NameSelection wanted) throws IOException {
        PagedList pages = new PagedList("the list " + registry + "/" + listing.path(), MAX_PAGES, MAX_SIZE);
        try (RegistryHttp http = connections.open(listing.place(), access)) {
            PagedList.Items<String> read = pages.read(
                    (query, left) -> ask(http, listing, query, pages, left),
                    wanted.firstPage(),
                    wanted::selects,
                    wanted.limit());
            return new NameList(read.items(), read.complete());
        }
    }

    private Page<String> ask(RegistryHttp http, Listing listing, String query, PagedList pages, int left)
            throws IOException {
        String path = listing.path();
        RegistryRequest request = new RegistryRequest(
                "GET", path + (query.isEmpty() ? "" : "?" + query), Map.of(), listing.remedy(), false);
        Optional<Page<String>> page =
                http.sendIfServed(request, answer -> Optional.of(page(answer, listing, pages, left)));
        return page.orElseThrow(
                () -> new NotFoundException(registry + " does not serve " + path + ": " + listing.remedy()));
    }

    private Page<String> page(RegistryResponse answer, Listing listing, PagedList pages, int left) throws IOException {
        byte[] bytes = pages.bytes(answer.body(), left);
        try {
            List<String> names = JsonObject.parse(bytes, LISTS).strings(listing.member());
            for (String name : names) {
                requireName(listing.prefix() + name, listing.path());
            }
            return new Page<>(names, bytes.length, PagedList.next(answer));
        } catch (MalformedJsonException e) {
            throw new CorruptDataException(answer.request() + ": the list is corrupt: " + e.getMessage());
        }
    }
}
