package dev.nydusview.jobs.scan;

import dev.nydusview.jobs.Console;
import dev.nydusview.jobs.Progress;
import dev.nydusview.jobs.exit.CommandException;
import dev.nydusview.jobs.exit.ExitCode;
import dev.nydusview.jobs.image.ImageOpener;
import dev.nydusview.registry.endpoint.RegistryCatalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Images that registries list.
 *
 * @param places {@code HOST} for all repositories of a registry, {@code HOST/NAME} for one of them
 * @param filter that {@code NAME:TAG} of an image must match entirely
 */
public record CatalogRequest(List<String> places, Pattern filter) {
    private static final int MAX_IMAGES = 100_000;

    public CatalogRequest {
        places = List.copyOf(places);
    }

    /** Returns references of the images, in the order of the registries; {@code console} shows progress. */
    @SuppressWarnings("try") // held for its duration only
    public List<String> references(ImageOpener images, Console console) throws IOException {
        List<String> references = Collections.synchronizedList(new ArrayList<>());
        try (Console.Lasting ignored = console.progress(
                () -> Progress.of("listed", String.join(", ", places)).count(references.size(), 0, "image"))) {
            add(images, references);
        }
        return references;
    }

    private void add(ImageOpener images, List<String> references) throws IOException {
        for (String place : places) {
            int slash = place.indexOf('/');
            String host = slash < 0 ? place : place.substring(0, slash);
            RegistryCatalog catalog = images.catalog(host);
            List<String> names = slash < 0 ? catalog.repositories() : List.of(place.substring(slash + 1));
            for (String name : names) {
                for (String tag : catalog.tags(name)) {
                    if (filter.matcher(name + ":" + tag).matches()) {
                        references.add(catalog.registry() + "/" + name + ":" + tag);
                    }
                }
                if (references.size() > MAX_IMAGES) {
                    throw new CommandException(
                            ExitCode.USAGE, "these are more than " + MAX_IMAGES + " images: choose some by --filter");
                }
            }
        }
    }
}
