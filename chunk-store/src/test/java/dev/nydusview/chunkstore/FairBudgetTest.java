package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairBudgetTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 150, 48 << 20})
    void oneOriginAloneGetsWhatIsMeantForOne(int amount) {
        FairBudget budget = FairBudget.ofOne(amount);
        budget.take("a", amount - 1);
        assertThat(budget.admits("a", 1)).isTrue();
        budget.take("a", 1);
        assertThat(budget.admits("a", 1)).isFalse();
    }

    @Test
    void originsThatGiveNothingBackLeaveSomethingToOthers() {
        FairBudget budget = FairBudget.ofOne(8);
        assertThat(takeAll(budget, "a")).isEqualTo(8);
        assertThat(takeAll(budget, "b")).isEqualTo(2);
        assertThat(takeAll(budget, "c")).isEqualTo(1);
        assertThat(takeAll(budget, "d")).isEqualTo(1);
        assertThat(takeAll(budget, "e")).isZero();
        assertThat(budget.all()).isEqualTo(budget.most());
    }

    @Test
    void originsThatGiveBackComeToEqualParts() {
        FairBudget budget = FairBudget.ofOne(100);
        takeAll(budget, "a");
        takeAll(budget, "b");
        long[] held = {100, 33};
        for (int i = 0; i < 1000; i++) {
            int turn = i % 2;
            String origin = turn == 0 ? "a" : "b";
            budget.giveBack(origin, 1);
            held[turn]--;
            for (int next : new int[] {1 - turn, turn}) {
                if (budget.admits(next == 0 ? "a" : "b", 1)) {
                    budget.take(next == 0 ? "a" : "b", 1);
                    held[next]++;
                    break;
                }
            }
        }
        assertThat(held[0]).isCloseTo(held[1], org.assertj.core.data.Offset.offset(2L));
        assertThat(budget.peak()).isLessThanOrEqualTo(budget.most());
    }

    @Test
    void anAmountAboveThePartOfOneIsAdmittedAlone() {
        FairBudget budget = FairBudget.ofOne(100);
        assertThat(budget.admits("a", 150)).isTrue();
        assertThat(budget.admits("a", 151)).isFalse();
        budget.take("b", 1);
        assertThat(budget.admits("a", 150)).isFalse();
    }

    @Test
    void nothingIsAlwaysAdmittedAndTakesNothing() {
        FairBudget budget = FairBudget.ofOne(1);
        takeAll(budget, "a");
        assertThat(budget.admits("a", 0)).isTrue();
        budget.take("c", 0);
        budget.giveBack("c", 0);
        budget.giveBack("a", 1);
        assertThat(budget.all()).isZero();
    }

    private static long takeAll(FairBudget budget, String origin) {
        return IntStream.range(0, 1000)
                .filter(i -> {
                    boolean admitted = budget.admits(origin, 1);
                    if (admitted) {
                        budget.take(origin, 1);
                    }
                    return admitted;
                })
                .count();
    }
}
