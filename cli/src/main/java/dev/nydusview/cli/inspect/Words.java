package dev.nydusview.cli.inspect;

import java.util.List;

final class Words {
    private Words() {}

    static List<String> split(String line) {
        return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
    }
}
