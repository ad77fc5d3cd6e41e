package dev.nydusview.cli.transcript;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts that {@code nydus-image inspect} printed, one answer for each line of its input. */
public final class RealTranscript {
    private static final String PROMPT = "Inspecting RAFS :> ";
    /** Values that versions of the tool spell in different ways. */
    private static final Set<String> SPELLED = Set.of("Compressor", "Meta Compressor", "Digester", "Cipher");

    private static final Pattern LABEL = Pattern.compile("^ {0,4}([A-Z][A-Za-z ]+):\\s+(.*?)\\s*$");
    private static final Pattern LISTED = Pattern.compile("^(.) {4}(\\d+) +\"(.*)\"$");
    private static final Pattern CHUNK = Pattern.compile(
            "file offset: (\\d+), chunk index: (\\d+)\\s+compressed size: (\\d+), decompressed size: (\\d+)\\s+"
                    + "compressed offset: (\\d+), decompressed offset: (\\d+)\\s+blob id: (\\S+)\\s+chunk id: (\\S+)");
    private static final Pattern USE = Pattern.compile(
            "File: (\\S+)\\s+Parent Path: (\\S+)\\s+Compressed Offset: (\\d+), Compressed Size: (\\d+)\\s+"
                    + "Decompressed Offset: (\\d+), Decompressed Size: (\\d+)\\s+Chunk ID: (\\w+),\\s+Blob ID: (\\w+)");
    private static final Pattern PREFETCHED = Pattern.compile("Inode Number: +(\\d+) \\| Path: \"(.*)\"");

    private final List<String> answers;

    public RealTranscript(String printed) {
        // Versions before encryption call the bit by another name.
        String current = printed.replace("PRESERVED_COMPAT_7", "ENCRYPTION_NONE");
        List<String> parts = new ArrayList<>(List.of(current.split(Pattern.quote(PROMPT), -1)));
        parts.remove(0);
        this.answers = List.copyOf(parts);
    }

    /** The text of the answer to line {@code number} of the input. */
    public String answer(int number) {
        return answers.get(number);
    }

    /** The facts of that answer to {@code request}. */
    public Set<String> facts(int number, String request) {
        String answer = answers.get(number);
        return switch (request.split(" ", -1)[0]) {
            case "ls" -> listed(answer);
            case "prefetch" -> prefetched(answer);
            case "chunk" -> uses(answer);
            case "blobs" -> blobs(answer);
            case "stats" -> labels(answer, "");
            case "stat", "icheck" -> file(answer);
            default -> Set.of();
        };
    }

    private static Set<String> labels(String answer, String prefix) {
        Set<String> facts = new LinkedHashSet<>();
        answer.lines().map(LABEL::matcher).filter(Matcher::matches).forEach(line -> {
            String value = line.group(2);
            boolean spelled = SPELLED.contains(line.group(1));
            facts.add(prefix + line.group(1) + "="
                    + (spelled ? value.toLowerCase(Locale.ROOT).replace("_", "") : unquoted(value)));
        });
        return facts;
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static Set<String> listed(String answer) {
        Set<String> facts = new LinkedHashSet<>();
        answer.lines()
                .map(LISTED::matcher)
                .filter(Matcher::matches)
                .forEach(line -> facts.add(line.group(1) + " " + line.group(2) + " " + line.group(3)));
        return facts;
    }

    private static Set<String> prefetched(String answer) {
        Set<String> facts = new LinkedHashSet<>();
        facts.add("Total=" + answer.replaceAll("(?s).*Total Prefetching Files: (\\d+).*", "$1"));
        Matcher line = PREFETCHED.matcher(answer);
        while (line.find()) {
            for (String path : line.group(2).split(" ", -1)) {
                facts.add(line.group(1) + " " + path);
            }
        }
        return facts;
    }

    /** Reads facts about blobs. The key material of encrypted blobs is left out, as it must not be shown. */
    private static Set<String> blobs(String answer) {
        Set<String> facts = new LinkedHashSet<>();
        for (String blob : answer.split("(?=Blob Index:)", -1)) {
            String index = blob.replaceAll("(?s).*Blob Index: +(\\d+).*", "$1");
            Set<String> labels = labels(blob, index + " ");
            if (!labels.contains(index + " Cipher=none")) {
                labels.removeIf(fact -> fact.contains("RAFS Blob "));
            }
            facts.addAll(labels);
        }
        return facts;
    }

    private static Set<String> file(String answer) {
        Set<String> facts = labels(answer.split("Chunk list:", 2)[0], "");
        answer.lines().filter(line -> line.startsWith("/")).forEach(path -> facts.add("Path=" + path));
        Matcher chunk = CHUNK.matcher(answer);
        while (chunk.find()) {
            String place = "chunk at " + chunk.group(1);
            facts.add(place + ": index " + chunk.group(2));
            facts.add(place + ": " + chunk.group(4) + " bytes at " + chunk.group(6));
            facts.add(place + ": stored " + chunk.group(3) + "@" + chunk.group(5));
            facts.add(place + ": blob " + chunk.group(7));
            facts.add(place + ": digest " + chunk.group(8));
        }
        return facts;
    }

    private static Set<String> uses(String answer) {
        Set<String> facts = new LinkedHashSet<>();
        Matcher use = USE.matcher(answer);
        while (use.find()) {
            facts.add(use.group(2) + use.group(1) + " stored " + use.group(4) + "@" + use.group(3) + " makes "
                    + use.group(6) + "@" + use.group(5) + " digest " + use.group(7) + " blob " + use.group(8));
        }
        return facts;
    }
}
