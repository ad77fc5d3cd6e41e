package dev.nydusview.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pictures and tables of the documents are drawn from the rules that tests hold. */
class ArchitectureDocTest {
    private static final Path ROOT = Sources.ROOT;
    private static final boolean UPDATE = Boolean.getBoolean("update.cli.docs");

    @Test
    void pictureOfModulesIsThatOfTheRules() throws IOException {
        requireBlock("docs/architecture.md", "modules", modules());
    }

    @Test
    void pictureOfTheDataIsThatOfTheRules() throws IOException {
        requireBlock("docs/architecture.md", "data flow", stages());
    }

    @Test
    void tableOfModulesIsThatOfTheRules() throws IOException {
        requireBlock("CONTRIBUTING.md", "modules", table());
    }

    private static void requireBlock(String document, String name, String wanted) throws IOException {
        Path file = ROOT.resolve(document);
        String text = Files.readString(file);
        String begin = "<!-- " + name + ", generated: -Dupdate.cli.docs=true -->\n";
        String end = "<!-- end of " + name + " -->\n";
        assertThat(text).contains(begin, end);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        if (UPDATE) {
            Files.writeString(file, text.substring(0, from) + wanted + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s in %s; make it anew with -Dupdate.cli.docs=true", name, document)
                .isEqualTo(wanted);
    }

    /** Arrows lead from a module to those that it uses; those that follow from others are left out. */
    private static String modules() {
        StringBuilder picture = new StringBuilder("```mermaid\nflowchart TB\n");
        for (Module.Floor floor :
                List.of(Module.Floor.FRONTS, Module.Floor.ENGINE, Module.Floor.FORMATS, Module.Floor.BESIDE)) {
            picture.append("  subgraph ")
                    .append(floor.name().toLowerCase(Locale.ROOT))
                    .append('\n');
            for (Module module : Module.values()) {
                if (module.floor() == floor) {
                    picture.append("    ").append(module.directory()).append('\n');
                }
            }
            picture.append("  end\n");
        }
        for (Module module : Module.values()) {
            for (Module used : direct(module)) {
                picture.append("  ")
                        .append(module.directory())
                        .append(" --> ")
                        .append(used.directory())
                        .append('\n');
            }
        }
        return picture.append("```\n").toString();
    }

    private static Set<Module> direct(Module module) {
        Set<Module> implied = new TreeSet<>();
        module.modules().forEach(used -> implied.addAll(all(used)));
        Set<Module> direct = new TreeSet<>(module.modules());
        direct.removeAll(implied);
        return direct;
    }

    private static Set<Module> all(Module module) {
        Set<Module> all = new TreeSet<>(module.modules());
        module.modules().forEach(used -> all.addAll(all(used)));
        return all;
    }

    private static String stages() {
        StringBuilder picture = new StringBuilder("```mermaid\nflowchart TB\n");
        Stage before = null;
        for (Stage stage : Stage.values()) {
            String packages = stage.packages().stream().collect(Collectors.joining("<br/>"));
            picture.append("  ")
                    .append(stage.name())
                    .append("[\"")
                    .append(stage.data())
                    .append("<br/><i>")
                    .append(packages)
                    .append("</i>\"]\n");
            if (before != null) {
                picture.append("  ")
                        .append(before.name())
                        .append(" --> ")
                        .append(stage.name())
                        .append('\n');
            }
            before = stage;
        }
        return picture.append("```\n").toString();
    }

    private static String table() {
        StringBuilder table = new StringBuilder(
                "| module | package | purpose | may depend on | libraries |\n|---|---|---|---|---|\n");
        for (Module module : Module.values()) {
            String modules = module.modules().stream()
                    .sorted(Comparator.naturalOrder())
                    .map(used -> "`" + used.directory() + "`")
                    .collect(Collectors.joining(", "));
            String libraries = module.libraries().stream()
                    .map(name -> "`" + name.substring(0, name.length() - 2) + "`")
                    .collect(Collectors.joining(", "));
            table.append(Arrays.asList(
                                    "| `" + module.directory() + "`",
                                    "`" + module.rootPackage() + "`",
                                    module.purpose(),
                                    modules,
                                    libraries)
                            .stream()
                            .collect(Collectors.joining(" | ")))
                    .append(" |\n");
        }
        return table.toString();
    }
}
