package dev.countersign.expiry;

import dev.countersign.client.EndingCredential;
import java.time.Duration;
import java.time.Instant;

/** How long before its end a notice of a credential is written and announced. Immutable. */
enum Threshold {
    DAY(1, 0),
    WEEK(7, 1),
    MONTH(30, 7);

    private final int days;
    private final int nextDays;

    Threshold(int days, int nextDays) {
        this.days = days;
        this.nextDays = nextDays;
    }

    int days() {
        return days;
    }

    /** A credential that ends no later than this has crossed the threshold. */
    Instant until(Instant now) {
        return now.plus(Duration.ofDays(days));
    }

    /**
     * A credential that ends after this is due for a notice. One that has crossed the next threshold as well, as after
     * a long outage, gets the notice of that threshold only.
     *
     * @param told the notices of credentials that end no later were given
     */
    Instant after(Instant told, Instant now) {
        Instant next = now.plus(Duration.ofDays(nextDays));
        return nextDays > 0 && next.isAfter(told) ? next : told;
    }

    /** A credential registered with a shorter life than the threshold gets no notice for it: that end was chosen. */
    boolean concerns(EndingCredential credential) {
        return credential.livesLongerThan(Duration.ofDays(days));
    }
}
