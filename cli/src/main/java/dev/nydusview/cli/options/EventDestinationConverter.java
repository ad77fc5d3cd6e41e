package dev.nydusview.cli.options;

import dev.nydusview.securitylog.EventDestination;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads destinations of the security log. */
final class EventDestinationConverter implements ITypeConverter<EventDestination> {
    @Override
    public EventDestination convert(String text) {
        try {
            return EventDestination.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
