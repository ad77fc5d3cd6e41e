package dev.nydusview.cli;

import dev.nydusview.testdata.TestData;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests of {@code inspect}, from the answer to its own request for help. */
final class RequestTable {
    private RequestTable() {}

    static GeneratedTable of(Cli cli) {
        Cli.Result help = cli.run("inspect", "oci:" + TestData.demoLayout() + ":nydus-v6", "-R", "help");
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode request : JsonMapper.shared().readTree(help.out())) {
            String words = request.get("request").asString() + " "
                    + request.get("parameters").asString();
            rows.add(List.of(
                    "`" + words.strip().replace("|", "\\|") + "`",
                    request.get("description").asString().replace("|", "\\|")));
        }
        return new GeneratedTable("requests", List.of("request", "answer"), rows);
    }
}
