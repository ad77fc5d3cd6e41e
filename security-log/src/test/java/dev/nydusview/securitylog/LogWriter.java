package dev.nydusview.securitylog;

import java.io.IOException;
import java.util.stream.IntStream;

/** A process that writes events to a file: {@code FILE FIRST COUNT SIZE}. */
final class LogWriter {
    private LogWriter() {}

    public static void main(String... arguments) throws IOException {
        int first = Integer.parseInt(arguments[1]);
        FileRotation rotation = new FileRotation(Long.parseLong(arguments[3]), 100);
        try (SecurityLog log = new Events().open(rotation, arguments[0])) {
            IntStream.range(first, first + Integer.parseInt(arguments[2]))
                    .mapToObj(Events::event)
                    .forEach(log::put);
        }
    }
}
