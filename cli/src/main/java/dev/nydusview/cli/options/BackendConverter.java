package dev.nydusview.cli.options;

import dev.nydusview.registry.backend.Backend;
import dev.nydusview.registry.backend.BackendUri;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a place of blobs in one line; messages do not repeat it, as it may have secrets. */
final class BackendConverter implements ITypeConverter<Backend> {
    @Override
    public Backend convert(String value) {
        try {
            return BackendUri.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
