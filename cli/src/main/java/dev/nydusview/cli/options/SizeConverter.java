package dev.nydusview.cli.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of bytes such as 4096, 512k, 1M or 2GiB; the units are powers of 1024. */
public final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})(?:([kmgt])?(?:i?b)?)");
    private static final String UNITS = "kmgt";
    private static final int UNIT_BITS = 10;

    @Override
    public Long convert(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2);
            int bits = unit == null ? 0 : UNIT_BITS * (UNITS.indexOf(unit) + 1);
            if (number <= Long.MAX_VALUE >> bits) {
                return number << bits;
            }
        }
        throw new TypeConversionException("'" + text + "' is not a size such as 4096, 512k, 1M or 2G");
    }
}
