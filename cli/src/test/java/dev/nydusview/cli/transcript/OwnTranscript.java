package dev.nydusview.cli.transcript;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts that {@code nydusview inspect} printed for the same input. */
public final class OwnTranscript {
    /** Values that versions of the tool spell in different ways. */
    private static final Set<String> SPELLED = Set.of("Compressor", "Meta Compressor", "Digester", "Cipher");

    private static final Pattern LABEL = Pattern.compile("^([A-Z][A-Za-z0-9 ]+): +(.*)$");
    private static final Pattern LISTED = Pattern.compile("^(.) {4}(\\d+) +(.*)$");
    private static final Pattern PREFETCHED = Pattern.compile("^Inode Number: +(\\d+)  (.*)$");
    private static final Pattern CHUNK = Pattern.compile(
            "^ *(\\d+) +(\\d+) +(\\d+) +(\\d+) +(\\d+) +(\\d+) +(\\d+)  (.*?)  +\\S+ +([0-9a-f]{64}|-)$");
    private static final Pattern RECORDED = Pattern.compile("recorded (\\d+@\\d+)");
    private static final Pattern USE = Pattern.compile("^(.*) \\(inode \\d+\\) at \\d+$");

    private final List<List<String>> answers = new ArrayList<>();

    /** @param input the requests, which the output repeats before each answer */
    public OwnTranscript(String printed, List<String> input) {
        List<String> lines = printed.lines().toList();
        int at = 0;
        for (String request : input) {
            while (at < lines.size() && !isRequest(lines.get(at), request)) {
                at++;
            }
            int from = ++at;
            while (at < lines.size() && input.stream().noneMatch(isAt(lines.get(at)))) {
                at++;
            }
            answers.add(from > lines.size() ? List.of() : lines.subList(from, at));
        }
    }

    private static java.util.function.Predicate<String> isAt(String line) {
        return request -> isRequest(line, request);
    }

    private static boolean isRequest(String line, String request) {
        return line.startsWith("/") && line.endsWith("> " + request);
    }

    /** The lines of the answer to line {@code number} of the input. */
    public List<String> answer(int number) {
        return answers.get(number);
    }

    /** The facts of that answer to {@code request}; {@code blobIds} are by index. */
    public Set<String> facts(int number, String request, Map<String, String> blobIds) {
        List<String> answer = answers.get(number);
        return switch (request.split(" ", -1)[0]) {
            case "ls" -> listed(answer);
            case "prefetch" -> prefetched(answer);
            case "chunk" -> uses(answer);
            case "blobs" -> blobs(answer);
            case "stats" -> labels(answer, "");
            case "stat", "icheck" -> file(answer, blobIds);
            default -> Set.of();
        };
    }

    private static Set<String> labels(List<String> answer, String prefix) {
        Set<String> facts = new LinkedHashSet<>();
        answer.stream().map(LABEL::matcher).filter(Matcher::matches).forEach(line -> {
            String value = line.group(2);
            boolean spelled = SPELLED.contains(line.group(1));
            boolean mode = line.group(1).equals("Mode");
            facts.add(prefix + line.group(1) + "="
                    + (spelled
                            ? value.toLowerCase(Locale.ROOT).replace("_", "")
                            : mode ? value.split(" ", -1)[0] : value));
        });
        return facts;
    }

    private static Set<String> listed(List<String> answer) {
        Set<String> facts = new LinkedHashSet<>();
        answer.stream()
                .map(LISTED::matcher)
                .filter(Matcher::matches)
                .forEach(line -> facts.add(line.group(1) + " " + line.group(2) + " " + line.group(3)));
        return facts;
    }

    private static Set<String> prefetched(List<String> answer) {
        Set<String> facts = new LinkedHashSet<>();
        facts.add("Total=" + answer.get(0).replace("Total Prefetching Files: ", ""));
        answer.stream().map(PREFETCHED::matcher).filter(Matcher::matches).forEach(line -> {
            for (String path : line.group(2).split("  ", -1)) {
                facts.add(line.group(1) + " " + path);
            }
        });
        return facts;
    }

    private static Set<String> blobs(List<String> answer) {
        Set<String> facts = new LinkedHashSet<>();
        for (String blob : String.join("\n", answer).split("(?=Blob Index:)", -1)) {
            String index = blob.replaceAll("(?s).*Blob Index: +(\\d+).*", "$1");
            facts.addAll(labels(blob.lines().toList(), index + " "));
        }
        return facts;
    }

    private static Set<String> file(List<String> answer, Map<String, String> blobIds) {
        Set<String> facts = labels(answer, "");
        answer.stream().filter(line -> line.startsWith("/")).forEach(path -> facts.add("Path=" + path));
        answer.stream().map(CHUNK::matcher).filter(Matcher::matches).forEach(chunk -> {
            String place = "chunk at " + chunk.group(1);
            facts.add(place + ": index " + chunk.group(4));
            facts.add(place + ": " + chunk.group(2) + " bytes at " + chunk.group(5));
            facts.add(place + ": stored " + chunk.group(7) + "@" + chunk.group(6));
            Matcher recorded = RECORDED.matcher(chunk.group(8));
            if (recorded.find()) {
                facts.add(place + ": stored " + recorded.group(1));
            }
            facts.add(place + ": blob " + blobIds.get(chunk.group(3)));
            facts.add(place + ": digest " + (chunk.group(9).equals("-") ? "0".repeat(64) : chunk.group(9)));
        });
        return facts;
    }

    private static Set<String> uses(List<String> answer) {
        Set<String> facts = new LinkedHashSet<>();
        for (String chunk : String.join("\n", answer).split("(?=Chunk ID:)", -1)) {
            Map<String, String> labels = new java.util.HashMap<>();
            List<String> files = new ArrayList<>();
            chunk.lines().map(LABEL::matcher).filter(Matcher::matches).forEach(line -> {
                labels.put(line.group(1), line.group(2));
                Matcher use = USE.matcher(line.group(2));
                if (line.group(1).equals("File") && use.matches()) {
                    files.add(use.group(1));
                }
            });
            for (String file : files) {
                facts.add(file + " stored " + labels.get("Compressed Size") + "@" + labels.get("Compressed Offset")
                        + " makes " + labels.get("Decompressed Size") + "@" + labels.get("Decompressed Offset")
                        + " digest " + labels.get("Chunk ID") + " blob " + labels.get("Blob ID"));
            }
        }
        return facts;
    }
}
