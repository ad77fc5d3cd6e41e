package dev.nydusview.cli.options;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads ages such as {@code 30d}, and all that {@link DurationConverter} reads. */
public final class AgeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        if (value.matches("\\d{1,6}d")) {
            return Duration.ofDays(Long.parseLong(value.substring(0, value.length() - 1)));
        }
        try {
            return new DurationConverter.OrZero().convert(value);
        } catch (TypeConversionException e) {
            throw new TypeConversionException("'" + value + "' is not an age such as 30d or 12h");
        }
    }
}
