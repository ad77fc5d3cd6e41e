package dev.nydusview.plugin.suppress;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image in which something was found.
 *
 * @param name as the user gave it, with or without a digest
 * @param digests of the manifest that was read, and of the one in whose place it was read, as far as they are known
 */
public record ImageIdentity(String name, Set<String> digests) {
    private static final Pattern TRANSPORT =
            Pattern.compile("^(?:docker|oci|oci-archive|dir|docker-archive|bootstrap):(?://)?");
    /** A host by Docker's rule: with a dot or a port, or the local one. */
    private static final Pattern HOST = Pattern.compile("^(?:[^/]*[.:][^/]*|localhost)/");

    public ImageIdentity {
        digests = Set.copyOf(digests);
    }

    /** The name without a digest, and without the transport of registries. */
    String tagged() {
        int at = name.indexOf('@');
        return (at < 0 ? name : name.substring(0, at)).replaceFirst("^docker://", "");
    }

    /** The name without tag and digest. */
    String repository() {
        String tagged = tagged();
        return tagged.substring(0, endOfRepository(tagged));
    }

    /** The tag; empty if the name has none. */
    String tag() {
        String tagged = tagged();
        return tagged.substring(Math.min(tagged.length(), endOfRepository(tagged) + 1));
    }

    private static int endOfRepository(String tagged) {
        int colon = tagged.lastIndexOf(':');
        boolean isTag =
                colon > tagged.lastIndexOf('/') && colon >= transport(tagged).length();
        return isTag ? colon : tagged.length();
    }

    /**
     * The repository by the part of its name that does not change with the place: without the registry's host, or the
     * last name of a path on this machine.
     */
    String portable() {
        String repository = repository();
        String transport = transport(repository);
        return transport.isEmpty()
                ? HOST.matcher(repository).replaceFirst("")
                : repository.substring(Math.max(transport.length(), repository.lastIndexOf('/') + 1));
    }

    /** The names that a person may give it. */
    List<String> names() {
        return List.of(name, tagged(), repository());
    }

    private static String transport(String name) {
        Matcher found = TRANSPORT.matcher(name);
        return found.find() ? found.group() : "";
    }
}
