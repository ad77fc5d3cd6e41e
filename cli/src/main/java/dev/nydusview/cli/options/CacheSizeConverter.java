package dev.nydusview.cli.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the size of a cache, which has space for a few large stretches of blobs at least. */
final class CacheSizeConverter implements ITypeConverter<Long> {
    private static final long LEAST = 64L << 20;

    @Override
    public Long convert(String text) {
        long size = new SizeConverter().convert(text);
        if (size < LEAST) {
            throw new TypeConversionException("'" + text + "' is too small for a cache: it needs at least 64M");
        }
        return size;
    }
}
