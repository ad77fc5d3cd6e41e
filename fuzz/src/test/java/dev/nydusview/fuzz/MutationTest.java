package dev.nydusview.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nydusview.testdata.GoldenImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short form of {@code fuzz/mutate}. */
class MutationTest {
    private static final long SEED = 20_261_123;
    private static final int MUTANTS_EACH = 4;

    @Test
    @Tag("soak")
    void damagedImagesAreServedOrRefused() throws IOException {
        List<Subject> subjects = Subject.all();
        List<MutationRun.Result> results =
                new MutationRun(subjects, SEED).run(0, (long) MUTANTS_EACH * subjects.size(), result -> {});
        assertThat(results)
                .as("seed %d", SEED)
                .allSatisfy(result ->
                        assertThat(result.outcome().failure()).as("%s", result).isNull());
        assertThat(results).extracting(result -> result.outcome().label()).contains("served", "corrupt");
    }

    /** A mutant does not depend on earlier ones, so that a defect can be examined alone. */
    @Test
    void aMutantIsTheSameWhateverWasRunBefore() throws IOException {
        List<Subject> subjects = Subject.of(Golden.of(GoldenImage.of("v6-merged")));
        MutationRun run = new MutationRun(subjects, SEED);
        List<String> all = run.run(0, 30, result -> {}).stream()
                .map(result -> result.subject() + result.outcome().label())
                .toList();
        List<String> last = run.run(20, 10, result -> {}).stream()
                .map(result -> result.subject() + result.outcome().label())
                .toList();
        assertThat(last).isEqualTo(all.subList(20, 30));
    }
}
