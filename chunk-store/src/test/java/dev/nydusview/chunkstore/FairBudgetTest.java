package dev.nydusview.chunkstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairBudgetTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 150, 48 << 20})
    void oneOriginAloneGetsWhatIsMeantForOne(int amount) {
        FairBudget.Share share = FairBudget.ofOne(amount).open("a");
        share.take(amount - 1);
        assertThat(share.admits(1)).isTrue();
        share.take(1);
        assertThat(share.admits(1)).isFalse();
    }

    @Test
    void originsThatGiveNothingBackLeaveSomethingToOthers() {
        FairBudget budget = FairBudget.ofOne(8);
        assertThat(takeAll(budget.open("a"))).isEqualTo(8);
        assertThat(takeAll(budget.open("b"))).isEqualTo(2);
        assertThat(takeAll(budget.open("c"))).isEqualTo(1);
        assertThat(takeAll(budget.open("d"))).isEqualTo(1);
        assertThat(takeAll(budget.open("e"))).isZero();
        assertThat(budget.all()).isEqualTo(budget.most()).isEqualTo(12);
    }

    @Test
    void originsThatGiveBackComeToEqualParts() {
        FairBudget budget = FairBudget.ofOne(100);
        FairBudget.Share first = budget.open("a");
        FairBudget.Share second = budget.open("b");
        long ofFirst = takeAll(first);
        long ofSecond = takeAll(second);
        for (int i = 0; i < 1000; i++) {
            first.giveBack(1);
            ofFirst--;
            ofSecond += takeAll(second);
            ofFirst += takeAll(first);
            second.giveBack(1);
            ofSecond--;
            ofFirst += takeAll(first);
            ofSecond += takeAll(second);
        }
        assertThat(ofFirst).isCloseTo(ofSecond, within(2L)).isGreaterThan(50);
        assertThat(budget.all()).isEqualTo(ofFirst + ofSecond);
        assertThat(budget.peak()).isLessThanOrEqualTo(budget.most());
    }

    @Test
    void allWhoOpenAnOriginHaveItsShareInCommonUntilTheLastHasClosedIt() {
        FairBudget budget = FairBudget.ofOne(8);
        FairBudget.Share share = budget.open("a");
        assertThat(budget.open("a")).isSameAs(share);
        share.take(5);
        share.close();
        assertThat(budget.open("a")).isSameAs(share);
        share.close();
        share.close();

        FairBudget.Share next = budget.open("a");

        assertThat(next).isNotSameAs(share);
        assertThat(takeAll(next)).isEqualTo(4);
        share.giveBack(5);
        assertThat(budget.all()).isEqualTo(4);
    }

    @Test
    void anAmountAboveThePartOfOneIsAdmittedAlone() {
        FairBudget budget = FairBudget.ofOne(100);
        FairBudget.Share share = budget.open("a");
        assertThat(share.admits(150)).isTrue();
        assertThat(share.admits(151)).isFalse();
        budget.open("b").take(1);
        assertThat(share.admits(150)).isFalse();
    }

    @Test
    void nothingIsAlwaysAdmitted() {
        FairBudget.Share share = FairBudget.ofOne(1).open("a");
        takeAll(share);
        assertThat(share.admits(0)).isTrue();
    }

    private static long takeAll(FairBudget.Share share) {
        long taken = 0;
        while (share.admits(1)) {
            share.take(1);
            taken++;
        }
        return taken;
    }
}
