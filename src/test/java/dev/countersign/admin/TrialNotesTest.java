package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.http.TestClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialNotesTest {

    private final TestClock clock = new TestClock();
    private final MemoryRegistry audit = new MemoryRegistry(clock);
    private final TrialNotes notes = new TrialNotes(audit, clock);

    @Test
    void aTrialThatIsRepeatedIsRecordedOnceAMinute() {
        for (int i = 0; i < 100; i++) {
            add("billing", "person:ada", "refused");
        }
        assertThat(recorded()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1).minusNanos(1));
        add("billing", "person:ada", "refused");
        assertThat(recorded()).isEqualTo(1);
        clock.advance(Duration.ofNanos(1));
        add("billing", "person:ada", "refused");
        assertThat(recorded()).isEqualTo(2);
    }

    @Test
    void anotherClientAdministratorOrOutcomeIsAnotherTrial() {
        add("billing", "person:ada", "refused");
        add("billing", "person:ada", "granted");
        add("billing", "person:bob", "refused");
        add("other", "person:ada", "refused");
        assertThat(recorded()).isEqualTo(4);
    }

    @Test
    void gen11_aTrialThatCouldNotBeRecordedIsNotTakenForRecorded() {
        audit.failWith(Optional.of(MemoryRegistry.outage()));
        assertThatThrownBy(() -> add("billing", "person:ada", "refused")).isInstanceOf(UnavailableException.class);
        audit.failWith(Optional.empty());
        add("billing", "person:ada", "refused");
        assertThat(recorded()).isEqualTo(1);
    }

    @Test
    void itsMemoryIsBounded() {
        for (int i = 0; i <= 1000; i++) {
            add("c" + i, "person:ada", "refused");
        }
        add("c1", "person:ada", "refused");
        assertThat(recorded()).as("c1 is still remembered").isEqualTo(1001);
        add("c0", "person:ada", "refused");
        assertThat(recorded()).as("c0 is not").isEqualTo(1002);
    }

    private void add(String client, String actor, String outcome) {
        notes.add(new ClientId(client), new Change(actor, "client.try", outcome));
    }

    private int recorded() {
        return audit.following(Optional.empty(), 0, Integer.MAX_VALUE).size();
    }
}
